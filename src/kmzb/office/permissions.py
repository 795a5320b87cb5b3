"""Who may open which page of the office. A page that is not listed here opens to nobody.

What may be done with a report is not decided here: that is the table of transitions in `verification`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kmzb.accounts.api import Role

_EVERYBODY = frozenset(Role)
_COORDINATORS = frozenset({Role.LOCAL_COORDINATOR, Role.REGIONAL_COORDINATOR})
_VISITORS = frozenset({Role.BEAT_OFFICER, Role.PATROL, Role.TRAFFIC, Role.LOCAL_COORDINATOR})
_READERS = _COORDINATORS | _VISITORS | {Role.NATIONAL_COORDINATOR, Role.COMMANDER}
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Grant:
    """Who a page opens to.

    Attributes:
        roles: officers of these roles.
        signed_out: also to somebody who has not signed in.
        one_time: also to an officer who must first choose a password of their own.

    """

    roles: frozenset[Role]
    signed_out: bool = False
    one_time: bool = False


PERMISSIONS: Mapping[str, Grant] = {
    "account_login": Grant(_EVERYBODY, signed_out=True, one_time=True),
    "account_logout": Grant(_EVERYBODY, one_time=True),
    "account_change_password": Grant(_EVERYBODY, one_time=True),
    "office:account": Grant(_EVERYBODY),
    "office:shortcuts": Grant(_EVERYBODY),
    "office:queue": Grant(_READERS),
    "office:brief": Grant(_READERS),
    "office:marks": Grant(_READERS),
    "office:case": Grant(_READERS),
    "office:description": Grant(_READERS),
    "office:notes": Grant(_READERS),
    "office:card": Grant(_READERS),
    "office:step": Grant(_COORDINATORS | _VISITORS),
    "office:day": Grant(_VISITORS),
    "office:near": Grant(_VISITORS),
    "office:officers": Grant(_ADMINISTRATORS),
    "office:new_officer": Grant(_ADMINISTRATORS),
    "office:officer": Grant(_ADMINISTRATORS),
    "office:post_officer": Grant(_ADMINISTRATORS),
    "office:deactivate_officer": Grant(_ADMINISTRATORS),
    "office:reactivate_officer": Grant(_ADMINISTRATORS),
    "office:give_password": Grant(_ADMINISTRATORS),
}

# Where somebody lands after signing in, by role; the others begin with the queue.
HOMES: Mapping[Role, str] = {
    Role.BEAT_OFFICER: "office:day",
    Role.PATROL: "office:day",
    Role.TRAFFIC: "office:day",
    Role.ADMINISTRATOR: "office:officers",
    Role.PARTNER: "office:account",
}


def home_of(role: Role) -> str:
    """Return the route where an officer of this role begins."""
    return HOMES.get(role, "office:queue")


def may_open(role: Role, route: str) -> bool:
    """Return whether an officer of this role may open the page; False for a page that is not listed."""
    grant = PERMISSIONS.get(route)
    return grant is not None and role in grant.roles
