"""What the public map knows of a report's life."""

from enum import StrEnum


class PublicStatus(StrEnum):
    """The statuses that anybody may see; a joke or mistake is not among them."""

    NEW = "new"
    VERIFICATION = "verification"
    CONFIRMED = "confirmed"
    CONFIRMED_REFERRED = "confirmed_referred"
    CONFIRMED_ELIMINATED = "confirmed_eliminated"
    NOT_CONFIRMED = "not_confirmed"


# A status that exists but that no mark ever has here: asking for it is no mistake, and finds nothing.
NEVER_PUBLIC = "joke_or_mistake"

CONFIRMABLE = frozenset(
    {PublicStatus.NEW, PublicStatus.VERIFICATION, PublicStatus.CONFIRMED, PublicStatus.CONFIRMED_REFERRED}
)

# A question that was decided: how many of those were confirmed is a figure of the summary.
CONFIRMED = frozenset({PublicStatus.CONFIRMED, PublicStatus.CONFIRMED_REFERRED, PublicStatus.CONFIRMED_ELIMINATED})
DECIDED = CONFIRMED | {PublicStatus.NOT_CONFIRMED}
# In these the last change is the decision itself.
JUST_DECIDED = frozenset({PublicStatus.CONFIRMED, PublicStatus.NOT_CONFIRMED})


class MarkSet(StrEnum):
    """Which marks are asked for: those on the map today, or all that were ever public."""

    LIVE = "live"
    HISTORY = "history"


class NextStep(StrEnum):
    """What happens next with a mark, as far as the public is told."""

    WILL_BE_READ = "will_be_read"
    WILL_BE_VERIFIED = "will_be_verified"
    POLICE_ACT = "police_act"
    OTHER_BODY_ACTS = "other_body_acts"
    ENDED_ELIMINATED = "ended_eliminated"
    ENDED_NOT_CONFIRMED = "ended_not_confirmed"


NEXT_STEP = {
    PublicStatus.NEW: NextStep.WILL_BE_READ,
    PublicStatus.VERIFICATION: NextStep.WILL_BE_VERIFIED,
    PublicStatus.CONFIRMED: NextStep.POLICE_ACT,
    PublicStatus.CONFIRMED_REFERRED: NextStep.OTHER_BODY_ACTS,
    PublicStatus.CONFIRMED_ELIMINATED: NextStep.ENDED_ELIMINATED,
    PublicStatus.NOT_CONFIRMED: NextStep.ENDED_NOT_CONFIRMED,
}
