"""The door of the point index: marks in, tiles, totals, lists and neighbours out. It knows no database and no web."""

from kmzb.geoindex.codes import Codes, TooManyCodes
from kmzb.geoindex.columns import Columns
from kmzb.geoindex.cover import cover, place_of
from kmzb.geoindex.index import Index
from kmzb.geoindex.marks import (
    EVERYTHING,
    FOREVER,
    LAST_DAY,
    MOST_WEIGHT,
    Box,
    Cell,
    Filter,
    Mark,
    Moment,
    Polygon,
    Single,
)
from kmzb.geoindex.mercator import BITS, DEEPEST, is_tile, to_degrees, to_grid
from kmzb.geoindex.shapes import MOST_CORNERS
from kmzb.geoindex.snapshot import SnapshotRefused
from kmzb.geoindex.tally import Tally
from kmzb.geoindex.tile import LAYER, Tile

__all__ = [
    "BITS",
    "DEEPEST",
    "EVERYTHING",
    "FOREVER",
    "LAST_DAY",
    "LAYER",
    "MOST_CORNERS",
    "MOST_WEIGHT",
    "Box",
    "Cell",
    "Codes",
    "Columns",
    "Filter",
    "Index",
    "Mark",
    "Moment",
    "Polygon",
    "Single",
    "SnapshotRefused",
    "Tally",
    "Tile",
    "TooManyCodes",
    "cover",
    "is_tile",
    "place_of",
    "to_degrees",
    "to_grid",
]
