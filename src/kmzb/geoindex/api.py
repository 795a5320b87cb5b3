"""The door of the point index: marks in, tiles, totals, lists and neighbours out. It knows no database and no web."""

from kmzb.geoindex.cover import cover, place_of
from kmzb.geoindex.index import Index
from kmzb.geoindex.marks import (
    EVERYTHING,
    Box,
    Cell,
    Filter,
    Mark,
    Moment,
    Polygon,
    Single,
    Totals,
)
from kmzb.geoindex.mercator import BITS, DEEPEST, is_tile, to_degrees, to_grid
from kmzb.geoindex.mvt import LAYER, encode

__all__ = [
    "BITS",
    "DEEPEST",
    "EVERYTHING",
    "LAYER",
    "Box",
    "Cell",
    "Filter",
    "Index",
    "Mark",
    "Moment",
    "Polygon",
    "Single",
    "Totals",
    "cover",
    "encode",
    "is_tile",
    "place_of",
    "to_degrees",
    "to_grid",
]
