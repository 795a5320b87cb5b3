"""The roles of the field. Polish names stand in `words.py`."""

from enum import StrEnum


class Role(StrEnum):
    """What an officer is in the course of a report."""

    BEAT_OFFICER = "beat_officer"
    PATROL = "patrol"
    TRAFFIC = "traffic"
    LOCAL_COORDINATOR = "local_coordinator"
    REGIONAL_COORDINATOR = "regional_coordinator"
    NATIONAL_COORDINATOR = "national_coordinator"
    COMMANDER = "commander"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"


# These see no report of their unit: one keeps the accounts, the other waits for what is referred to it.
WITHOUT_REPORTS = frozenset({Role.ADMINISTRATOR, Role.PARTNER})
