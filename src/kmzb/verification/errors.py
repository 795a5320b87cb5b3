"""Why a step was not taken. Each carries code, status and words fit to be shown."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kmzb.accounts.api import role_name
from kmzb.reports.api import FieldError, Refusal
from kmzb.verification.states import Action, Status


@dataclass(frozen=True, slots=True)
class LastStep:
    """What was done to a case last: by which role, of which unit, and when. No name: the role is enough to go on."""

    action: Action
    status: Status
    at: datetime
    role: str
    unit_code: str


class ActedMeanwhile(Refusal):
    """Somebody took a step after the officer had looked. Nothing was changed."""

    code = "acted_meanwhile"
    status = 409

    def __init__(self, last: LastStep, version: int) -> None:
        super().__init__(_("Ktoś zajął się tą sprawą przed chwilą. Sprawdź, co się zmieniło."))
        self.last = last
        self.version = version

    @property
    def who(self) -> str:
        """The role that acted, in words; "system" for the machine itself."""
        return _("system") if self.last.role == "system" else role_name(self.last.role)


class NotAllowed(Refusal):
    """The table of transitions does not give this step in this status to this role."""

    code = "not_allowed"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Tego kroku nie można teraz wykonać w tej sprawie."))


class _FieldRefusal(Refusal):
    """A step that lacks something; the message stands beside its field."""

    code = "invalid"
    status = 422
    field = ""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, fields={self.field: FieldError(code, message)})


class DecisionWithoutReason(_FieldRefusal):
    """A decision says why, in public."""

    field = "reason_code"

    def __init__(self) -> None:
        super().__init__("required", _("Wybierz powód decyzji. Przeczyta go osoba zgłaszająca i każdy na mapie."))


class UnknownReason(_FieldRefusal):
    """The reason does not belong to this step."""

    field = "reason_code"

    def __init__(self) -> None:
        super().__init__("unknown", _("Ten powód nie pasuje do tego kroku. Wybierz go z listy."))


class UnfitText(_FieldRefusal):
    """A text is too long or holds control characters."""

    def __init__(self, field: str, most: int) -> None:
        self.field = field
        super().__init__(
            "unfit", _("Tekst może mieć najwyżej %(most)d znaków, bez znaków sterujących.") % {"most": most}
        )


class TooFewVisits(_FieldRefusal):
    """Only repeated visits that find nothing make a report not confirmed."""

    field = "visits"

    def __init__(self, have: int, need: int) -> None:
        self.have, self.need = have, need
        message = ngettext(
            "Potrzeba jeszcze %(missing)d wizyty, podczas której niczego nie widać (jest %(have)d z %(need)d).",
            "Potrzeba jeszcze %(missing)d wizyt, podczas których niczego nie widać (jest %(have)d z %(need)d).",
            need - have,
        )
        super().__init__("too_few", message % {"missing": need - have, "have": have, "need": need})


class BodyMissing(_FieldRefusal):
    """A referral names the body that can remove the threat."""

    field = "body_code"

    def __init__(self) -> None:
        super().__init__("required", _("Wybierz, komu przekazać sprawę."))


class SeenMissing(_FieldRefusal):
    """A visit says whether the threat was seen."""

    field = "seen"

    def __init__(self) -> None:
        super().__init__("required", _("Zaznacz, czy na miejscu coś widać."))


class UnknownMeasure(_FieldRefusal):
    """What was done at the place is not on the list."""

    field = "measures"

    def __init__(self) -> None:
        super().__init__("unknown", _("Wybierz z listy, co zrobiono na miejscu."))


class UnfitCategory(_FieldRefusal):
    """The category is unknown, retired, or the one that the case has."""

    field = "category"

    def __init__(self) -> None:
        super().__init__("unfit", _("Wybierz inną, obowiązującą kategorię."))


class UnfitUnit(_FieldRefusal):
    """The unit is unknown or the one that has the case."""

    field = "unit_code"

    def __init__(self) -> None:
        super().__init__("unfit", _("Wybierz inną, istniejącą jednostkę."))


class UnfitAssignee(_FieldRefusal):
    """The officer cannot check this case: gone, of another unit, or of another kind."""

    field = "assignee_id"

    def __init__(self) -> None:
        super().__init__("unfit", _("Ta osoba nie może sprawdzić tej sprawy. Wybierz kogoś z jednostki."))
