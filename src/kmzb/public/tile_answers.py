"""What `/tiles/` answers: tiles with their headers, the document that describes them, refusals."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import TypeAlias

from isal import igzip

from kmzb.geoindex.api import DEEPEST, LAYER
from kmzb.public.errors import Problem
from kmzb.publicmap.api import MarkSet, PublicStatus

Headers: TypeAlias = list[tuple[str, str]]

_BOUNDS = (13.9, 48.9, 24.3, 55.0)
_OVERHEAD = 3_000  # bytes that a kept tile takes beside its own

_ALWAYS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
]
# A browser asks each time whether its copy still holds; a shared cache that heeds the second header (RFC 9213) may
# answer for a second, so that a crowd is one visitor. Of the past, little is news: there it may for ten.
FRESH = {
    MarkSet.LIVE: [("Cache-Control", "no-cache"), ("CDN-Cache-Control", "max-age=1"), ("Vary", "Accept-Encoding")],
    MarkSet.HISTORY: [("Cache-Control", "no-cache"), ("CDN-Cache-Control", "max-age=10"), ("Vary", "Accept-Encoding")],
}
_UNSTORED = [("Cache-Control", "no-store"), ("Vary", "Accept-Language")]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, ready to be sent any number of times."""

    status: str
    headers: Headers
    chunks: list[bytes]

    @classmethod
    def of(cls, status: HTTPStatus, headers: Headers, body: bytes = b"") -> "Answer":
        """Return the answer with what every one of them says."""
        return cls(f"{status.value} {status.phrase}", [*headers, *_ALWAYS], [body])


@dataclass(frozen=True, slots=True)
class Form:
    """A tile as one kind of reader gets it: whole, or told that it has not changed."""

    etag: str
    whole: Answer
    unchanged: Answer

    @classmethod
    def of(cls, body: bytes, etag: str, fresh: Headers, encoding: Headers) -> "Form":
        """Return the form of a body."""
        same = [*fresh, ("ETag", etag)]
        told = [("Content-Type", "application/vnd.mapbox-vector-tile"), ("Content-Length", str(len(body)))]
        whole = Answer.of(HTTPStatus.OK, [*same, *told, *encoding], body)
        return cls(etag, whole, Answer.of(HTTPStatus.NOT_MODIFIED, same))


@dataclass(frozen=True, slots=True)
class Forms:
    """A tile in both forms, and how many bytes it takes."""

    plain: Form
    packed: Form
    cost: int

    @classmethod
    def of(cls, plain: bytes, marks: MarkSet) -> "Forms":
        """Return the forms of a vector tile; b"" is an empty one."""
        fresh = FRESH[marks]
        if not plain:
            nothing = Answer.of(HTTPStatus.NO_CONTENT, fresh)
            form = Form("", nothing, nothing)
            return cls(form, form, _OVERHEAD)
        digest = hashlib.blake2b(plain, digest_size=16).hexdigest()
        # Without a time in its header, packed bytes are the same on every node.
        packed = igzip.compress(plain, mtime=0)
        return cls(
            Form.of(plain, f'"{digest}"', fresh, []),
            Form.of(packed, f'"{digest}-gz"', fresh, [("Content-Encoding", "gzip")]),
            len(plain) + len(packed) + _OVERHEAD,
        )

    def answer(self, accept_encoding: str, if_none_match: str) -> Answer:
        """Return what this reader is sent."""
        form = self.packed if accepts_gzip(accept_encoding) else self.plain
        return form.unchanged if if_none_match and _has(if_none_match, form.etag) else form.whole


@lru_cache(maxsize=256)
def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header takes gzip."""
    for offer in header.lower().split(","):
        name, _, weight = offer.replace(" ", "").partition(";")
        if name == "gzip":
            return not re.fullmatch(r"q=0(\.0*)?", weight)
    return False


def _has(header: str, etag: str) -> bool:
    """Whether an If-None-Match names the tag, compared weakly as RFC 9110 asks for."""
    return header.strip() == "*" or etag in {known.strip().removeprefix("W/") for known in header.split(",")}


def document(address: str) -> Answer:
    """Return the TileJSON (version 3) of the tiles at this address."""
    numbers = ("count", "changed", *(status.value for status in PublicStatus))
    fields = dict.fromkeys(numbers, "Number") | dict.fromkeys(("id", "category", "status"), "String")
    body = json.dumps(
        {
            "tilejson": "3.0.0",
            "tiles": [address],
            "minzoom": 0,
            "maxzoom": DEEPEST,
            "bounds": _BOUNDS,
            "vector_layers": [{"id": LAYER, "fields": fields, "minzoom": 0, "maxzoom": DEEPEST}],
        }
    ).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), ("Cache-Control", "no-cache")]
    return Answer.of(HTTPStatus.OK, headers, body)


def refused(problem: Problem, also: Iterable[tuple[str, str]] = ()) -> Answer:
    """Return the refusal as JSON."""
    body = json.dumps(problem.body(), ensure_ascii=False).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *_UNSTORED, *also]
    if problem.retry_after is not None:
        headers.append(("Retry-After", str(problem.retry_after)))
    return Answer.of(HTTPStatus(problem.status), headers, body)
