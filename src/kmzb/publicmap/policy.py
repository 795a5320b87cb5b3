"""How finely and how soon the public may see a report: the categories' policies, joined."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kmzb.categories.api import Publish, Visibility, catalogue
from kmzb.lib.time import next_morning


@dataclass(frozen=True, slots=True)
class Policy:
    """What must be kept from the public. A union of policies keeps what any of them keeps.

    Attributes:
        is_hidden: never shown.
        needs_confirming: shown in the confirmed statuses only.
        is_coarse: the point is the middle of its cell.
        waits: every change is published with the next morning.

    """

    is_hidden: bool
    needs_confirming: bool
    is_coarse: bool
    waits: bool

    def __or__(self, other: "Policy") -> "Policy":
        return Policy(
            is_hidden=self.is_hidden or other.is_hidden,
            needs_confirming=self.needs_confirming or other.needs_confirming,
            is_coarse=self.is_coarse or other.is_coarse,
            waits=self.waits or other.waits,
        )


def policy_of(placed_as: str, category: str) -> Policy:
    """Return the stricter of what its sender was promised and what its category asks for now."""
    return _policy(placed_as) | _policy(category)


def _policy(code: str) -> Policy:
    category = catalogue().get(code)
    return Policy(
        is_hidden=category.visibility is Visibility.NEVER,
        needs_confirming=category.visibility is Visibility.ONCE_CONFIRMED,
        is_coarse=category.visibility is Visibility.COARSE,
        waits=category.publish is Publish.NEXT_MORNING,
    )


def last_morning(moment: datetime) -> datetime:
    """Return the last time of publication at or before `moment`: what happened before it is released."""
    morning = next_morning(moment - timedelta(days=2))
    while (following := next_morning(morning)) <= moment:
        morning = following
    return morning
