"""What the catalogue refuses."""


class UnknownCategory(LookupError):
    """No version of the catalogue has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no category {code!r} in the catalogue")
        self.code = code
