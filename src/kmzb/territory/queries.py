"""Reads of the current edition. All of them answer from memory."""

from typing import TYPE_CHECKING

from kmzb.lib.text import fold
from kmzb.territory.coarse import cell_centre, grid_cell, grid_cells, nearest_land_of_cell
from kmzb.territory.current import current
from kmzb.territory.locator import Locator
from kmzb.territory.values import Area, Beat, Box, Level, Unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def locator() -> Locator:
    """Return the locator of the current edition; cheap, so ask for it at each request."""
    return current().locator


def current_edition_id() -> int:
    """Return the number of the current edition's row."""
    return current().edition.id


def unit(code: str) -> Unit | None:
    """Return a police unit; one that only an earlier edition has is told as not current."""
    return current().register.unit(code)


def units() -> list[Unit]:
    """Return every unit of the current edition by code."""
    return list(current().register.units.values())


def units_below(code: str) -> frozenset[str]:
    """Return the codes of the unit and of all units below it."""
    return current().register.units_below(code)


def unit_bbox(code: str) -> Box | None:
    """Return the box around all that the unit and those below it answer for."""
    return current().register.unit_bbox(code)


def area(code: str) -> Area | None:
    """Return a voivodeship, county or gmina; one that only an earlier edition has comes without a box."""
    return current().register.area(code)


def areas(level: Level) -> list[Area]:
    """Return the areas of one level in the current edition by code."""
    return current().register.areas_of(level)


def areas_named(name: str) -> list[Area]:
    """Return the areas of exactly that name or title, Polish letters folded; the larger levels first."""
    wanted = fold(name)
    return [one for level in Level for one in areas(level) if wanted in (fold(one.name), fold(one.title))]


def beats(unit_code: str) -> list[Beat]:
    """Return the beats of one unit in the current edition, R2 before R10."""
    found = [beat for beat in current().register.beats.values() if beat.unit_code == unit_code]
    return sorted(found, key=lambda beat: (len(beat.code), beat.code))


def beat(code: str) -> Beat | None:
    """Return a beat, a retired one as well."""
    return current().register.beat(code)


def coarse_point(lon: float, lat: float) -> tuple[float, float]:
    """Return the one public point of the 500 m cell that holds the given point, rounded to 6 decimals.

    It is the cell's centre; where that lies outside the land, the nearest land of the cell. It depends on the cell
    and the edition alone, so that reports of one cell cannot be told apart.
    """
    return _point_of_cell(grid_cell(lon, lat), current().locator)


def coarse_points(points: "NDArray[np.float64]") -> list[tuple[float, float]]:
    """Return what `coarse_point` returns, for lons and lats of shape (n, 2)."""
    cells, where = grid_cells(points), current().locator
    known = {cell: _point_of_cell(cell, where) for cell in set(cells)}
    return [known[cell] for cell in cells]


def _point_of_cell(cell: tuple[int, int], where: Locator) -> tuple[float, float]:
    centre = cell_centre(*cell)
    return centre if where.locate(*centre) else nearest_land_of_cell(*cell, where.land_of_cell)
