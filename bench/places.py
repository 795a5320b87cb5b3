"""Where the changes of the freshness run happen: in one tile in which every mark stands for itself."""

from math import atan, degrees, pi, sinh
from random import Random

# A place in Warsaw, at the deepest zoom.
TILE = (16, 36590, 21563)


def spot(random: Random) -> tuple[float, float]:
    """Return longitude and latitude of a place within the tile, away from its edges."""
    z, x, y = TILE
    east, south = random.uniform(0.05, 0.95), random.uniform(0.05, 0.95)
    lon = (x + east) / 2**z * 360 - 180
    lat = degrees(atan(sinh(pi * (1 - 2 * (y + south) / 2**z))))
    return round(lon, 6), round(lat, 6)
