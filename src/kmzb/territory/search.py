"""Finding places by name."""

from kmzb.territory.values import Place


def search_places(query: str, limit: int = 10) -> list[Place]:
    """Return the places whose names fit best, at most `limit`."""
    del query, limit
    return []
