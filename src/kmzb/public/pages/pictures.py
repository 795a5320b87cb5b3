"""The pictures that the pages without JavaScript show."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kmzb.lib.time import now
from kmzb.public.errors import Code, Problem, Refused
from kmzb.public.pages.plain_map import view_of, whole
from kmzb.public.pages.refusing import calm
from kmzb.public.picture.drawing import Sign, draw
from kmzb.public.picture.view import COUNTRY, SIDE
from kmzb.publicmap.api import feature

_SIZES = {"map": (whole(COUNTRY).width, whole(COUNTRY).height), "card": (SIDE, SIDE // 2), "": (SIDE, SIDE)}


@require_safe
@calm
def picture(request: HttpRequest) -> HttpResponse:
    """Draw the view that the address names, with a pin or a mark on it."""
    size = request.GET.get("size", "")
    width, height = _SIZES.get(size, _SIZES[""])
    view = replace(view_of(request.GET.dict(), COUNTRY), width=width, height=height)
    pin, signs = _pin(request.GET.get("pin", "")), _signs(request.GET.get("mark", ""))
    body = draw(view, has_names=size != "map", pin=pin, signs=signs)  # the map's names stand between its signs
    response = HttpResponse(body, content_type="image/png")
    response.headers["Cache-Control"] = "no-store" if "pin" in request.GET else "public, max-age=300"
    return response


def _pin(text: str) -> tuple[float, float] | None:
    lon, _comma, lat = text.partition(",")
    try:
        place = float(lon), float(lat)
    except ValueError:
        return None
    if not (abs(place[0]) <= 180 and abs(place[1]) <= 90):  # noqa: PLR2004  # the bounds of the globe
        raise Refused(Problem.of(Code.BAD_REQUEST))
    return place


def _signs(feature_id: str) -> list[Sign]:
    found = feature(feature_id, now=now()) if feature_id else None
    return [Sign(found.row.lon, found.row.lat, found.row.status.value)] if found else []
