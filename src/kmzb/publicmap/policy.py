"""How finely and how soon the public may see a report: the categories' policies, joined."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from kmzb.categories.api import Catalogue, Category, Publish, UnknownCategory, Visibility, catalogue, catalogue_of
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
    return _policy(catalogue().get(placed_as)) | _policy(catalogue().get(category))


def archived_policy(code: str, reported: date) -> Policy:
    """Return the strictest of what was in force on the day reported, what is today, and what its successor asks for."""
    return _archived_policy(code, catalogue_of(reported), catalogue())


@cache
def _archived_policy(code: str, then: Catalogue, today: Catalogue) -> Policy:
    category = today.get(code)
    policy = _policy(category)
    if category.successor:
        policy |= _policy(today.get(category.successor))
    try:
        return policy | _policy(then.get(code))
    except UnknownCategory:  # the category came into the catalogue later
        return policy


def _policy(category: Category) -> Policy:
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
