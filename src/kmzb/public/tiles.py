"""`/tiles/`: vector tiles past Django's request handling, and the document that describes them."""

import logging
import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import parse_qs

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, close_old_connections
from django.utils import translation

from kmzb.geoindex.api import is_tile
from kmzb.lib.time import now
from kmzb.public.client import scheme
from kmzb.public.errors import Code, FieldProblem, Problem, problem_of_status, too_many_parameters
from kmzb.public.kept import Kept
from kmzb.public.language import accepted_language
from kmzb.public.tile_answers import FRESH, Answer, Forms, Headers, document, refused
from kmzb.publicmap.api import (
    FeatureQuery,
    IndexNotReady,
    MarkSet,
    QueryRefusal,
    Snapshot,
    canonical_text,
    live_index,
    tile,
)

log = logging.getLogger("kmzb.tiles")

Environ: TypeAlias = dict[str, Any]

_TILE = re.compile(r"/tiles/v1/([a-z]+)/(0|[1-9]\d?)/(0|[1-9]\d{0,5})/(0|[1-9]\d{0,5})\.mvt", re.ASCII)
_DOCUMENT = re.compile(r"/tiles/v1/([a-z]+)\.json", re.ASCII)
_FILTERS = ("category", "status", "from", "to", "unit", "area")
_KEPT_BYTES = 64 << 20
_KEPT_QUESTIONS = 200_000  # as `_size` counts them: forty thousand short ones
_LONGEST_KEPT = 500  # letters of a query; a longer one is read anew each time


@dataclass(slots=True, eq=False)
class _Question:
    """One tile under one filter, whatever the words it was asked in.

    `is_located` when the filter names units or areas, whose meaning changes with the territory.
    """

    query: FeatureQuery
    z: int
    x: int
    y: int
    is_located: bool


@dataclass(slots=True, eq=False)
class _Made:
    """A tile as it was under one key; `holds` is the last look at the marks and second for which that key held.

    It keeps no snapshot: each of thousands of tiles would hold on to another one, with all its memory and files.
    """

    key: Hashable
    forms: Forms
    holds: tuple[int, int]


_queries: Kept[tuple[str, str], FeatureQuery] = Kept(_KEPT_QUESTIONS)
_asked: Kept[tuple[str, str], _Question] = Kept(_KEPT_QUESTIONS)
_questions: Kept[Hashable, _Question] = Kept(_KEPT_QUESTIONS)
_tiles: Kept[_Question, _Made] = Kept(_KEPT_BYTES)


def tiles(environ: Environ, start_response: Callable[[str, Headers], Any]) -> Iterable[bytes]:
    """Answer a request under `/tiles/`."""
    answer = _remembered(environ) or _found_out(environ)
    start_response(answer.status, answer.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else answer.chunks


def _remembered(environ: Environ) -> Answer | None:
    """Return what was answered before, if it still holds this second: a few look-ups, no lock and no database."""
    question = _asked.get((environ["PATH_INFO"], environ["QUERY_STRING"]))
    standing = live_index().standing
    if question is None or standing is None or environ["REQUEST_METHOD"] != "GET":
        return None
    made = _tiles.get(question)
    if made is None:
        return None
    moment = now()
    holds = standing.look, int(moment.timestamp())
    if made.holds != holds:
        if question.is_located or made.key != _key(question, standing, moment):
            return None
        made.holds = holds
    return _form(made, environ)


def _found_out(environ: Environ) -> Answer:
    try:
        return _answer(environ)
    except Exception:  # noqa: BLE001  # the second attempt says in the reader's language what is wrong
        with translation.override(accepted_language(environ.get("HTTP_ACCEPT_LANGUAGE", ""))):
            return _guarded(environ)
    finally:
        close_old_connections()


def _guarded(environ: Environ) -> Answer:
    try:
        return _answer(environ)
    except QueryRefusal as refusal:
        fields = {name: FieldProblem(wrong.code, wrong.message) for name, wrong in refusal.fields.items()}
        return refused(Problem(refusal.code, refusal.status, refusal.message, fields))
    except _Refusal as refusal:
        return refused(refusal.problem, refusal.headers)
    except IndexNotReady:
        return refused(Problem.of(Code.UNAVAILABLE))
    except Error:
        log.exception("a tile could not be read from the database")
        return refused(Problem.of(Code.UNAVAILABLE))
    except Exception:  # the last gate before the server, which would answer without a word
        log.exception("a tile could not be made")
        return refused(problem_of_status(HTTPStatus.INTERNAL_SERVER_ERROR))


class _Refusal(Exception):
    """Nothing is answered under this address in this way."""

    def __init__(self, problem: Problem, headers: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.headers = headers


def _answer(environ: Environ) -> Answer:
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        raise _Refusal(problem_of_status(HTTPStatus.METHOD_NOT_ALLOWED), [("Allow", "GET, HEAD")])
    if (named := _TILE.fullmatch(path)) and named[1] in FRESH:
        z, x, y = map(int, named.group(2, 3, 4))
        if is_tile(z, x, y):
            return _form(_made(_question(environ, MarkSet(named[1]), (z, x, y))), environ)
    elif (named := _DOCUMENT.fullmatch(path)) and named[1] in FRESH:
        return _document_answer(MarkSet(named[1]), environ)
    raise _Refusal(Problem.of(Code.NOT_FOUND))


def _given(text: str) -> dict[str, list[str]]:
    try:
        given = parse_qs(text, keep_blank_values=True, max_num_fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
    except ValueError:  # more of them than Django reads elsewhere
        raise _Refusal(too_many_parameters()) from None
    return {name: given[name] for name in _FILTERS if name in given}


def _question(environ: Environ, marks: MarkSet, zxy: tuple[int, int, int]) -> _Question:
    """Return what is asked: one and the same object for questions that mean the same."""
    raw = environ["PATH_INFO"], environ["QUERY_STRING"]
    query = _query(marks, raw[1])
    is_located = query.units is not None or query.areas is not None
    key = (query, zxy)
    question = _questions.get(key)
    if question is None:
        question = _Question(query, *zxy, is_located)
        _questions.put(key, question, _size(query))
    if len(raw[1]) <= _LONGEST_KEPT:
        _asked.put(raw, question, _size(query))
    return question


def _query(marks: MarkSet, text: str) -> FeatureQuery:
    key = marks.value, text
    query = _queries.get(key)
    if query is None:
        query = FeatureQuery.parse({**_given(text), "set": [marks.value]})
        if len(text) <= _LONGEST_KEPT and query.units is None and query.areas is None:
            _queries.put(key, query, _size(query))
    return query


def _size(query: FeatureQuery) -> int:
    """Return how much room a question takes, in hundreds of bytes: one may name three thousand codes."""
    return 5 + sum(len(codes) for codes in (query.categories, query.statuses, query.units, query.areas) if codes)


def _made(question: _Question) -> _Made:
    """Return the tile as it is now, made anew only when something about it may have changed."""
    moment = now()
    snapshot = live_index().snapshot(now=moment)
    key, holds = _key(question, snapshot, moment), (snapshot.look, int(moment.timestamp()))
    made = _tiles.get(question)
    if made is None or made.key != key:
        plain = tile(question.z, question.x, question.y, question.query, now=moment)
        made = _Made(key, Forms.of(plain, question.query.set), holds)
        _tiles.put(question, made, made.forms.cost)
    made.holds = holds
    return made


def _key(question: _Question, snapshot: Snapshot, moment: datetime) -> Hashable:
    return snapshot.key(question.query.set, question.z, question.x, question.y, now=moment)


def _form(made: _Made, environ: Environ) -> Answer:
    return made.forms.answer(environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", ""))


def _document_answer(marks: MarkSet, environ: Environ) -> Answer:
    given = _given(environ["QUERY_STRING"])
    FeatureQuery.parse({**given, "set": [marks.value]})
    request = WSGIRequest(environ)
    try:
        origin = f"{scheme(request)}://{request.get_host()}"
    except DisallowedHost:
        raise _Refusal(Problem.of(Code.BAD_REQUEST)) from None
    query = canonical_text(given)
    return document(f"{origin}/tiles/v1/{marks.value}/{{z}}/{{x}}/{{y}}.mvt{'?' if query else ''}{query}")
