"""The official names of the roles."""

from django.utils.translation import gettext_lazy as _

from kmzb.accounts.states import Role

_NAMES = {
    Role.BEAT_OFFICER: _("dzielnicowy"),
    Role.PATROL: _("patrol"),
    Role.TRAFFIC: _("ruch drogowy"),
    Role.LOCAL_COORDINATOR: _("koordynator lokalny"),
    Role.REGIONAL_COORDINATOR: _("koordynator wojewódzki"),
    Role.NATIONAL_COORDINATOR: _("koordynator krajowy"),
    Role.COMMANDER: _("komendant"),
    Role.PARTNER: _("instytucja współpracująca"),
    Role.ADMINISTRATOR: _("administrator"),
}


def role_name(role: Role | str) -> str:
    """Return the official name in the current language."""
    return str(_NAMES[Role(role)])
