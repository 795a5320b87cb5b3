"""The words that a report is made of."""

from enum import StrEnum

RULES_VERSION = "2026-11-01"
DESCRIPTION_MAX = 500
EARLIEST_YEAR = 2000


class Lane(StrEnum):
    """How a report came in: with a proof of work, without JavaScript, or drawn up as a sample."""

    PROVEN = "proven"
    PLAIN = "plain"
    SAMPLE = "sample"


class TimeOfDay(StrEnum):
    """The part of the day (*pora dnia*): 6–12, 12–18, 18–22, 22–6."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


class Purpose(StrEnum):
    """What a proof of work may buy."""

    REPORT = "report"
    CONFIRMATION = "confirmation"
    MESSAGE = "message"
