"""Why the public map does not answer a query."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one parameter: a code for programs, a sentence for people."""

    code: str
    message: str


class QueryRefusal(Exception):
    """Nothing was answered.

    Attributes:
        code: the contract's error code.
        status: the HTTP status.
        message: a sentence in the reader's language.
        fields: problems by parameter.

    """

    code = "invalid"
    status = 422

    def __init__(self, message: str, fields: dict[str, FieldProblem] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields or {}


class InvalidQuery(QueryRefusal):
    """A parameter cannot be understood or names something that does not exist."""

    def __init__(self, fields: dict[str, FieldProblem]) -> None:
        super().__init__(_("Nie można odczytać filtrów. Sprawdź wskazane pola."), fields)


class NotConfirmable(QueryRefusal):
    """The mark came in from the archive: nobody follows up what would be added to it."""

    def __init__(self) -> None:
        message = _("To zgłoszenie z archiwum. Nie można go już potwierdzić.")
        super().__init__(message, {"status": FieldProblem("archived", message)})


class IndexNotReady(LookupError):
    """This process is still reading the public map for the first time."""
