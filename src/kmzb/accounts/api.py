"""The door of the accounts room."""

from kmzb.accounts.actions import (
    change_own_password,
    create_officer,
    deactivate_officer,
    forget_sessions,
    give_password,
    post_officer,
    reactivate_officer,
    record_sign_in,
    record_sign_out,
)
from kmzb.accounts.errors import (
    AccountRefusal,
    BeatMissing,
    BeatNotWanted,
    BeatTaken,
    EmailTaken,
    InvalidEmail,
    NameMissing,
    NotAdministrator,
    OfficerMissing,
    OwnAccount,
    UnknownBeat,
    UnknownUnit,
    WeakPassword,
)
from kmzb.accounts.models import Officer
from kmzb.accounts.passwords import new_password
from kmzb.accounts.queries import OfficerRow, beat_officer_of, find_officers, officer, officer_names, officers_of
from kmzb.accounts.scope import Scope, actor_of, scope_of
from kmzb.accounts.states import WITHOUT_REPORTS, Role
from kmzb.accounts.words import role_name

__all__ = [
    "WITHOUT_REPORTS",
    "AccountRefusal",
    "BeatMissing",
    "BeatNotWanted",
    "BeatTaken",
    "EmailTaken",
    "InvalidEmail",
    "NameMissing",
    "NotAdministrator",
    "Officer",
    "OfficerMissing",
    "OfficerRow",
    "OwnAccount",
    "Role",
    "Scope",
    "UnknownBeat",
    "UnknownUnit",
    "WeakPassword",
    "actor_of",
    "beat_officer_of",
    "change_own_password",
    "create_officer",
    "deactivate_officer",
    "find_officers",
    "forget_sessions",
    "give_password",
    "new_password",
    "officer",
    "officer_names",
    "officers_of",
    "post_officer",
    "reactivate_officer",
    "record_sign_in",
    "record_sign_out",
    "role_name",
    "scope_of",
]
