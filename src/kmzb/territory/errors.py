"""What the territory room can refuse."""


class NoTerritory(LookupError):
    """No edition was ever loaded; `ensure_builtin` loads the approximate one."""

    def __init__(self) -> None:
        super().__init__("no territory is loaded; run the command's setup, or kmzb import-territory")
