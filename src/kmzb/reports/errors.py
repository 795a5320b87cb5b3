"""What is refused, with the code and status of the public contract and words for the person at the other end."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

_AGAIN_SOON_S = 5


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: a code for programs, a sentence for people."""

    code: str
    message: str


class Refusal(Exception):
    """Nothing was stored, and the caller can say why.

    Attributes:
        code, status: of the public contract.
        message: calm, in the language of the request; holds nothing that was typed.
        fields: the same beside each field.
        retry_after: seconds after which to try again; None where that would not help.

    """

    code = "bad_request"
    status = 400

    def __init__(
        self, message: str, *, fields: Mapping[str, FieldError] | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})
        self.retry_after = retry_after


class Invalid(Refusal):
    """Some fields cannot be accepted."""

    code = "invalid"
    status = 422

    def __init__(self, fields: Mapping[str, FieldError]) -> None:
        super().__init__(_("Popraw zaznaczone pola."), fields=fields)


class OutsideCountry(Refusal):
    """The place is too far from Polish land, or its coordinates are swapped."""

    code = "outside_country"
    status = 422

    def __init__(self, error: FieldError) -> None:
        super().__init__(error.message, fields={"lon": error, "lat": error})


class ReceiptConflict(Refusal):
    """The receipt belongs to a report with other content."""

    code = "receipt_conflict"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("Z tym kodem przyszło już inne zgłoszenie. Zacznij nowe, żeby dostać nowy kod."),
        )


class ProofInvalid(Refusal):
    """The proof of work is missing, altered, unsolved or meant for something else."""

    code = "proof_invalid"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Nie udało się sprawdzić zabezpieczenia formularza. Wyślij jeszcze raz."))


class ProofExpired(Refusal):
    """The proof of work is older than its hour."""

    code = "proof_expired"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Zabezpieczenie formularza wygasło. Wyślij jeszcze raz, nic nie trzeba wpisywać ponownie."))


class ProofReplayed(Refusal):
    """The proof of work has bought something already."""

    code = "proof_replayed"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("To zabezpieczenie zostało już użyte. Wyślij jeszcze raz."))


class NotFound(Refusal):
    """There is no such thing, or none that the asker may know of: the two look the same."""

    code = "not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Nie ma takiego zgłoszenia."))


class RateLimited(Refusal):
    """A ceiling was reached that honest people do not reach."""

    code = "rate_limited"
    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(_("Za dużo zgłoszeń naraz. Spróbuj później."), retry_after=retry_after)


class Unavailable(Refusal):
    """The system cannot promise that it keeps what it got."""

    code = "unavailable"
    status = 503

    def __init__(self, retry_after: int = _AGAIN_SOON_S) -> None:
        super().__init__(
            _("Nie możemy teraz potwierdzić zapisu. Wyślij jeszcze raz za chwilę, zgłoszenie się nie powtórzy."),
            retry_after=retry_after,
        )
