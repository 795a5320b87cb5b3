"""The only code that writes the public map."""

from datetime import datetime


def project_news(*, now: datetime, limit: int) -> int:
    """Carry the next changes, at most `limit` rows, to the public map; return how many were dealt with.

    One transaction of its own. Zero means that nothing was waiting or that another worker is at it.
    """
    raise NotImplementedError


def rebuild(*, now: datetime) -> int:
    """Project every report from zero and return how many marks are public; readers see no gap meanwhile."""
    raise NotImplementedError
