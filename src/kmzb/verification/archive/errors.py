"""What the archive refuses: a whole file, or one row of it."""


class FileRefused(Exception):
    """Nothing of the file can be taken; the message says why and what to do. Nothing was changed."""


class RowRefused(Exception):
    """This row cannot be taken; `field` is the column at fault, "" for the row as a whole."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason
