"""What and where: the catalogue of categories, the search for places, what a point belongs to, the units."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import AfterValidator, BeforeValidator, Field

from kmzb.categories.api import Category, catalogue
from kmzb.lib.text import clean
from kmzb.public.v1.shapes import (
    AreaOut,
    AreasOut,
    CategoriesOut,
    CategoryOut,
    ErrorOut,
    Lat,
    LocateOut,
    Lon,
    PlaceOut,
    PlacesOut,
    RefOut,
    UnitOut,
    UnitsOut,
)
from kmzb.territory.api import Ref, Unit, areas_named, locator, search_places, units

router = Router(tags=["ground"])

_MOST_PLACES = 10
# Without control characters, in one form of each letter; it raises ValueError.
_Text = AfterValidator(clean)
_KEPT = "public, max-age=300"


def _no_when_empty(given: Any) -> Any:
    return "0" if isinstance(given, str) and not given.strip() else given


_Switch = BeforeValidator(_no_when_empty)


def _category(category: Category) -> CategoryOut:
    return CategoryOut(
        code=category.code,
        name=category.name,
        group=category.group.value,
        hint=category.hint,
        icon=category.icon,
        checked_by=category.checked_by.value,
        description_required=category.description_required,
        visibility=category.visibility.value,
        active=category.is_active,
    )


@router.get("/categories", response={200: CategoriesOut, 422: ErrorOut}, summary="The catalogue of categories")
def list_categories(
    request: HttpRequest,  # noqa: ARG001  # ninja passes it
    response: HttpResponse,
    retired: Annotated[Literal["0", "1"], _Switch, Query("0", description="1 adds those that are no longer accepted")],
) -> CategoriesOut:
    """The active categories in the official order; the retired ones after them when asked for."""
    response.headers["Cache-Control"] = _KEPT
    current = catalogue()
    chosen = current.all if retired == "1" else current.active
    return CategoriesOut(version=current.version, categories=[_category(category) for category in chosen])


@router.get("/places", response={200: PlacesOut, 422: ErrorOut}, summary="Search for a place")
def find_places(
    request: HttpRequest,  # noqa: ARG001  # ninja passes it
    response: HttpResponse,
    q: Annotated[str, Query(description="Polish letters may be left out"), Field(max_length=100), _Text],
) -> PlacesOut:
    """Areas, towns and units' seats whose name begins so, best first."""
    response.headers["Cache-Control"] = _KEPT
    found = search_places(q, limit=_MOST_PLACES)
    return PlacesOut(
        places=[
            PlaceOut(name=p.name, kind=p.kind.value, area=p.area, lon=p.lon, lat=p.lat, bbox=list(p.bbox))
            for p in found
        ]
    )


@router.get("/areas", response={200: AreasOut, 422: ErrorOut}, summary="Areas by name")
def find_areas(
    request: HttpRequest,  # noqa: ARG001  # ninja passes it
    response: HttpResponse,
    q: Annotated[
        str, Query(description="The whole name; Polish letters may be left out"), Field(max_length=100), _Text
    ],
) -> AreasOut:
    """Areas of exactly that name, the larger first: their codes are what `area` takes elsewhere."""
    response.headers["Cache-Control"] = _KEPT
    return AreasOut(
        areas=[
            AreaOut(code=a.code, name=a.title, level=a.level.value, parent=a.parent_code or None, bbox=list(a.bbox))
            for a in areas_named(q)
            if a.bbox
        ]
    )


def _ref(ref: Ref | None) -> RefOut | None:
    return RefOut(code=ref.code, name=ref.name) if ref else None


@router.get("/locate", response={200: LocateOut, 422: ErrorOut}, summary="What a point belongs to")
def locate_point(request: HttpRequest, response: HttpResponse, lon: Lon, lat: Lat) -> LocateOut:  # noqa: ARG001
    """Gmina, county, voivodeship, unit and beat of the point; null where there is none."""
    response.headers["Cache-Control"] = _KEPT
    found = locator().locate(lon, lat)
    if found is None:
        return LocateOut(gmina=None, county=None, voivodeship=None, unit=None, beat=None)
    return LocateOut(
        gmina=_ref(found.gmina),
        county=_ref(found.county),
        voivodeship=_ref(found.voivodeship),
        unit=_ref(found.unit),
        beat=_ref(found.beat),
    )


def _unit(unit: Unit) -> UnitOut:
    return UnitOut(
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        parent=unit.parent_code or None,
        lon=unit.lon,
        lat=unit.lat,
        phone=unit.phone,
        email=unit.email,
        address=unit.address,
    )


@router.get("/units", response={200: UnitsOut, 422: ErrorOut}, summary="The police units")
def list_units(
    request: HttpRequest,  # noqa: ARG001  # ninja passes it
    response: HttpResponse,
    code: Annotated[str, Query(description="Only this unit"), Field(max_length=20), _Text] = "",
) -> UnitsOut:
    """Every unit of today's territory with its seat, its contact and the unit above it."""
    response.headers["Cache-Control"] = _KEPT
    return UnitsOut(units=[_unit(one) for one in units() if code in ("", one.code)])
