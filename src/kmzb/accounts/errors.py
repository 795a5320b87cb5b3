"""Why an account was not changed. Each message is fit to be shown to the administrator."""

from django.utils.translation import gettext as _


class AccountRefusal(Exception):
    """Nothing was changed.

    Attributes:
        code: for programs.
        field: the form's field that the message belongs to, or "".

    """

    code = "refused"
    field = ""


class NotAdministrator(AccountRefusal):
    """Somebody else than an administrator wanted to change accounts."""

    code = "not_administrator"

    def __init__(self) -> None:
        super().__init__(_("Konta zmienia tylko administrator."))


class OfficerMissing(AccountRefusal):
    """There is no such officer."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__(_("Nie ma takiego konta."))


class InvalidEmail(AccountRefusal):
    """The text is no e-mail address."""

    code = "invalid_email"
    field = "email"

    def __init__(self, email: str) -> None:
        super().__init__(_("„%(email)s” nie jest adresem e-mail.") % {"email": email})


class EmailTaken(AccountRefusal):
    """Another officer signs in with this address; capital letters make no difference."""

    code = "email_taken"
    field = "email"

    def __init__(self, email: str) -> None:
        super().__init__(_("Adres %(email)s ma już inne konto.") % {"email": email})


class NameMissing(AccountRefusal):
    """An account belongs to a person, and a person has a name."""

    code = "name_missing"
    field = "name"

    def __init__(self) -> None:
        super().__init__(_("Wpisz imię i nazwisko. Konta nie można współdzielić."))


class UnknownUnit(AccountRefusal):
    """No unit has this code."""

    code = "unknown_unit"
    field = "unit_code"

    def __init__(self, unit_code: str) -> None:
        super().__init__(_("Nie ma jednostki o kodzie „%(code)s”.") % {"code": unit_code})


class BeatMissing(AccountRefusal):
    """A beat officer was posted nowhere."""

    code = "beat_missing"
    field = "beat_code"

    def __init__(self) -> None:
        super().__init__(_("Dzielnicowy musi mieć rejon."))


class UnknownBeat(AccountRefusal):
    """The unit has no such beat."""

    code = "unknown_beat"
    field = "beat_code"

    def __init__(self, beat_code: str, unit_code: str) -> None:
        text = _("Jednostka %(unit)s nie ma rejonu „%(beat)s”.")
        super().__init__(text % {"unit": unit_code, "beat": beat_code})


class BeatNotWanted(AccountRefusal):
    """Only beat officers have a beat."""

    code = "beat_not_wanted"
    field = "beat_code"

    def __init__(self) -> None:
        super().__init__(_("Rejon ma tylko dzielnicowy. Zostaw to pole puste."))


class BeatTaken(AccountRefusal):
    """The beat has its officer already."""

    code = "beat_taken"
    field = "beat_code"

    def __init__(self, who: str) -> None:
        super().__init__(_("Ten rejon ma już dzielnicowego: %(who)s. Najpierw zmień jego przydział.") % {"who": who})


class WeakPassword(AccountRefusal):
    """The password would be guessed."""

    code = "weak_password"
    field = "password"

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))


class OwnAccount(AccountRefusal):
    """An administrator does not lock or re-post themself: somebody must remain who can undo it."""

    code = "own_account"

    def __init__(self) -> None:
        super().__init__(_("Własnego konta nie możesz wyłączyć ani przenieść. Poproś innego administratora."))
