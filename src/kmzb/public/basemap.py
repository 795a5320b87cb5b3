"""The ground under the marks: the built-in layers, outlines of units and areas, or a file with streets."""

import re
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from kmzb.public.errors import Code, Problem, answer
from kmzb.territory.api import basemap_etag, basemap_layer

_LAYER = re.compile(r"[a-z]+|unit/[A-Z0-9-]+|area/[0-9]+")
_RANGE = re.compile(r"bytes=(\d{0,20})-(\d{0,20})", re.ASCII)
_MOST_AT_ONCE = 1 << 20
# A reader that names the edition in `v` may keep the layer for good; others ask again each time.
_FOR_GOOD, _ASK_AGAIN = "public, max-age=31536000, immutable", "public, no-cache"


@require_safe
def layer(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return a layer of the built-in map as GeoJSON."""
    etag = f'"{basemap_etag()}"'
    body = basemap_layer(name) if _LAYER.fullmatch(name) else None
    if body is None:
        raise Http404
    response = get_conditional_response(request, etag) or HttpResponse(body, content_type="application/geo+json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = _FOR_GOOD if request.GET.get("v") == basemap_etag() else _ASK_AGAIN
    return response


@require_safe
def streets(request: HttpRequest) -> HttpResponseBase:
    """Return the range of the operator's PMTiles file that was asked for."""
    path = settings.KMZB.basemap
    if path is None or not path.is_file():
        raise Http404
    facts = path.stat()
    etag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    response = get_conditional_response(request, etag) or _part(request, path, facts.st_size)
    response.headers["Accept-Ranges"] = "bytes"
    if response.status_code < HTTPStatus.BAD_REQUEST:
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = _ASK_AGAIN
    return response


def _part(request: HttpRequest, path: Path, size: int) -> HttpResponseBase:
    """Answer one range, at most a megabyte of it, which RFC 9110 allows.

    More would be sent as fast as its reader takes it, and hold a thread meanwhile. Without a range, or with several at
    once, a small file is sent whole and a large one refused.
    """
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or found.groups() == ("", ""):
        if size > _MOST_AT_ONCE:
            return answer(request, Problem.of(Code.BAD_REQUEST))
        return HttpResponse(_read(path, 0, size), content_type="application/octet-stream")
    first, last = _bounds(found[1], found[2], size)
    if first >= size or last < first:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    body = _read(path, first, min(last - first + 1, _MOST_AT_ONCE))
    response = HttpResponse(body, status=206, content_type="application/octet-stream")
    response.headers["Content-Range"] = f"bytes {first}-{first + len(body) - 1}/{size}"
    return response


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _read(path: Path, first: int, count: int) -> bytes:
    with path.open("rb") as file:
        file.seek(first)
        return file.read(count)
