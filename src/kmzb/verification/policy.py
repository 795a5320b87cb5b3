"""What of a report the public may be told at once; the projection follows the same policy with its own clock."""

from kmzb.categories.api import Visibility, catalogue
from kmzb.territory.api import coarse_point
from kmzb.verification.states import CONFIRMED_STATUSES, Status

_DECIMALS = 6


def is_ever_public(placed_as: str, category: str, status: Status) -> bool:
    """Return whether a report may be shown while it has this category and status.

    What its sender was promised by the category of the first day holds for good.
    """
    return all(_may_show(code, status) for code in (placed_as, category))


def _may_show(category: str, status: Status) -> bool:
    visibility = catalogue().get(category).visibility
    if status is Status.JOKE_OR_MISTAKE or visibility is Visibility.NEVER:
        return False
    return visibility is not Visibility.ONCE_CONFIRMED or status in CONFIRMED_STATUSES


def public_point(category: str, lon: float, lat: float) -> tuple[float, float]:
    """Return the point as the public sees it: exact, or the middle of its cell."""
    if catalogue().get(category).visibility is Visibility.COARSE:
        return coarse_point(lon, lat)
    return round(lon, _DECIMALS), round(lat, _DECIMALS)
