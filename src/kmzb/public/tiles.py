"""`/tiles/`: vector tiles past Django's request handling, and the document that describes them."""

import hashlib
import json
import logging
import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlencode

from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, close_old_connections
from django.utils import translation
from isal import igzip

from kmzb.geoindex.api import DEEPEST, LAYER, is_tile
from kmzb.lib.time import now
from kmzb.public.client import scheme
from kmzb.public.errors import Code, FieldProblem, Problem, problem_of_status
from kmzb.public.language import accepted_language
from kmzb.publicmap.api import (
    FeatureQuery,
    InvalidQuery,
    MarkSet,
    PublicStatus,
    QueryRefusal,
    live_index,
    tile,
)

log = logging.getLogger("kmzb.tiles")

Headers: TypeAlias = list[tuple[str, str]]

_TILE = re.compile(r"/tiles/v1/([a-z]+)/(0|[1-9]\d?)/(0|[1-9]\d{0,5})/(0|[1-9]\d{0,5})\.mvt", re.ASCII)
_DOCUMENT = re.compile(r"/tiles/v1/([a-z]+)\.json", re.ASCII)
_FILTERS = ("category", "status", "from", "to", "unit", "area")
_MOST_PARAMETERS = 30
_BOUNDS = (13.9, 48.9, 24.3, 55.0)
_KEPT_TILES = 1024

_ALWAYS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
]
# A browser asks each time whether its copy still holds; a shared cache that heeds the second header (RFC 9213) may
# answer for a second, so that a crowd is one visitor.
_FRESH = [("Cache-Control", "no-cache"), ("CDN-Cache-Control", "max-age=1")]
_UNSTORED = [("Cache-Control", "no-store"), ("Vary", "Accept-Language")]


@dataclass(frozen=True, slots=True)
class _Answer:
    status: HTTPStatus
    headers: Headers
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One tile of one generation of the index; the moment only tells when it was asked first."""

    generation: Hashable
    query: FeatureQuery
    z: int
    x: int
    y: int
    moment: datetime = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Tile:
    plain: bytes
    packed: bytes
    digest: str


def tiles(environ: dict[str, Any], start_response: Callable[[str, Headers], Any]) -> Iterable[bytes]:
    """Answer a request under `/tiles/`."""
    try:
        with translation.override(accepted_language(environ.get("HTTP_ACCEPT_LANGUAGE", ""))):
            answer = _guarded(environ)
    finally:
        close_old_connections()
    start_response(f"{answer.status.value} {answer.status.phrase}", [*answer.headers, *_ALWAYS])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]


def _guarded(environ: dict[str, Any]) -> _Answer:
    try:
        return _answer(environ)
    except QueryRefusal as refusal:
        fields = {name: FieldProblem(wrong.code, wrong.message) for name, wrong in refusal.fields.items()}
        return _refused(Problem(refusal.code, refusal.status, refusal.message, fields))
    except Error:
        log.exception("a tile could not be read from the database")
        return _refused(Problem.of(Code.UNAVAILABLE))
    except Exception:  # the last gate before the server, which would answer without a word
        log.exception("a tile could not be made")
        return _refused(problem_of_status(HTTPStatus.INTERNAL_SERVER_ERROR))


def _answer(environ: dict[str, Any]) -> _Answer:
    path = environ.get("PATH_INFO", "")
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        refusal = _refused(problem_of_status(HTTPStatus.METHOD_NOT_ALLOWED))
        return _Answer(refusal.status, [*refusal.headers, ("Allow", "GET, HEAD")], refusal.body)
    if (named := _TILE.fullmatch(path)) and named[1] in set(MarkSet):
        z, x, y = map(int, named.group(2, 3, 4))
        if is_tile(z, x, y):
            return _tile_answer(_asked(named[1], environ, (z, x, y)), environ)
    elif (named := _DOCUMENT.fullmatch(path)) and named[1] in set(MarkSet):
        return _document_answer(named[1], environ)
    return _refused(Problem.of(Code.NOT_FOUND))


def _filters(environ: dict[str, Any]) -> dict[str, list[str]]:
    try:
        given = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        raise InvalidQuery({}) from None
    return {name: given[name] for name in _FILTERS if name in given}


def _asked(mark_set: str, environ: dict[str, Any], zxy: tuple[int, int, int]) -> _Asked:
    query = FeatureQuery.parse({**_filters(environ), "set": [mark_set]})
    moment = now()
    return _Asked(live_index().generation(now=moment), query, *zxy, moment)


@lru_cache(maxsize=_KEPT_TILES)
def _made(asked: _Asked) -> _Tile:
    plain = tile(asked.z, asked.x, asked.y, asked.query, now=asked.moment)
    digest = hashlib.blake2b(plain, digest_size=16).hexdigest()
    # Without a time in its header, packed bytes are the same on every node.
    return _Tile(plain, igzip.compress(plain, mtime=0), digest)


def _tile_answer(asked: _Asked, environ: dict[str, Any]) -> _Answer:
    made = _made(asked)
    headers = [*_FRESH, ("Vary", "Accept-Encoding")]
    if not made.plain:
        return _Answer(HTTPStatus.NO_CONTENT, headers)
    is_packed = _accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{made.digest}-gz"' if is_packed else f'"{made.digest}"'
    headers.append(("ETag", etag))
    if _has(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
        return _Answer(HTTPStatus.NOT_MODIFIED, headers)
    body = made.packed if is_packed else made.plain
    headers += [("Content-Type", "application/vnd.mapbox-vector-tile"), ("Content-Length", str(len(body)))]
    if is_packed:
        headers.append(("Content-Encoding", "gzip"))
    return _Answer(HTTPStatus.OK, headers, body)


def _accepts_gzip(header: str) -> bool:
    for offer in header.lower().split(","):
        name, _, weight = offer.replace(" ", "").partition(";")
        if name == "gzip":
            return not re.fullmatch(r"q=0(\.0*)?", weight)
    return False


def _has(header: str, etag: str) -> bool:
    """Whether an If-None-Match names the tag, compared weakly as RFC 9110 asks for."""
    return header.strip() == "*" or etag in {known.strip().removeprefix("W/") for known in header.split(",")}


def _document_answer(mark_set: str, environ: dict[str, Any]) -> _Answer:
    filters = _filters(environ)
    FeatureQuery.parse({**filters, "set": [mark_set]})
    request = WSGIRequest(environ)
    try:
        origin = f"{scheme(request)}://{request.get_host()}"
    except DisallowedHost:
        return _refused(Problem.of(Code.BAD_REQUEST))
    query = f"?{urlencode(filters, doseq=True, safe=',')}" if filters else ""
    body = json.dumps(_document(f"{origin}/tiles/v1/{mark_set}/{{z}}/{{x}}/{{y}}.mvt{query}")).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), ("Cache-Control", "no-cache")]
    return _Answer(HTTPStatus.OK, headers, body)


def _document(address: str) -> dict[str, Any]:
    """Return the TileJSON (version 3) of the tiles at this address."""
    numbers = ("count", "changed", *(status.value for status in PublicStatus))
    fields = dict.fromkeys(numbers, "Number") | dict.fromkeys(("id", "category", "status"), "String")
    return {
        "tilejson": "3.0.0",
        "tiles": [address],
        "minzoom": 0,
        "maxzoom": DEEPEST,
        "bounds": _BOUNDS,
        "vector_layers": [{"id": LAYER, "fields": fields, "minzoom": 0, "maxzoom": DEEPEST}],
    }


def _refused(problem: Problem) -> _Answer:
    body = json.dumps(problem.body(), ensure_ascii=False).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *_UNSTORED]
    if problem.retry_after is not None:
        headers.append(("Retry-After", str(problem.retry_after)))
    return _Answer(HTTPStatus(problem.status), headers, body)
