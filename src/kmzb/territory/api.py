"""The door of the territory room: what lies where, and who answers for it."""

from kmzb.territory.basemap import basemap_etag, basemap_layer
from kmzb.territory.coarse import cell_centre, grid_cell
from kmzb.territory.current import forget
from kmzb.territory.editions import ensure_builtin
from kmzb.territory.errors import NoTerritory
from kmzb.territory.importing.findings import Finding, Problem
from kmzb.territory.importing.load import ImportReport, ImportRequest, import_territory
from kmzb.territory.importing.tables import Fields
from kmzb.territory.locator import Locator
from kmzb.territory.metric import points_to_degrees
from kmzb.territory.models import Edition
from kmzb.territory.queries import (
    area,
    areas,
    areas_named,
    beat,
    beats,
    coarse_point,
    coarse_points,
    current_edition_id,
    locator,
    unit,
    unit_bbox,
    units,
    units_below,
)
from kmzb.territory.search import search_places
from kmzb.territory.values import Area, Beat, Box, EditionInfo, Level, Located, Place, PlaceKind, Ref, Unit
from kmzb.territory.warm import warm_up

__all__ = [
    "Area",
    "Beat",
    "Box",
    "Edition",
    "EditionInfo",
    "Fields",
    "Finding",
    "ImportReport",
    "ImportRequest",
    "Level",
    "Located",
    "Locator",
    "NoTerritory",
    "Place",
    "PlaceKind",
    "Problem",
    "Ref",
    "Unit",
    "area",
    "areas",
    "areas_named",
    "basemap_etag",
    "basemap_layer",
    "beat",
    "beats",
    "cell_centre",
    "coarse_point",
    "coarse_points",
    "current_edition_id",
    "ensure_builtin",
    "forget",
    "grid_cell",
    "import_territory",
    "locator",
    "points_to_degrees",
    "search_places",
    "unit",
    "unit_bbox",
    "units",
    "units_below",
    "warm_up",
]
