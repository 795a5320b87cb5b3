"""Bodies: read whole before anyone works on them, and by a few threads at once."""

from collections.abc import Callable, Iterable
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

UNREAD = "kmzb.unread"
_PATIENCE_S = 0.2
_MOST_DIGITS = 9


def bounded(application: Application, limit: int, *, at_once: int) -> Application:
    """Return `application` behind a gate that hands on whole bodies of a known length, `limit` bytes at most.

    A body is read as it comes, and whoever waits for a slow one holds a thread. No more than `at_once` requests may do
    so; what others have sent stays unread, which `UNREAD` in their environment tells. Of a longer body nothing is read.
    A body that breaks off is handed on as none: half a form is no form. One in chunks has no length, and Django would
    take it for empty: at most one byte more than `limit` is read of it, enough to tell that it is too much.
    """
    reading = BoundedSemaphore(at_once)

    def gate(environ: Environ, start_response: Any) -> Iterable[bytes]:
        wanted = _wanted(environ, limit)
        if wanted is None:
            return application(environ, start_response)
        if wanted == 0:
            return application({**environ, "wsgi.input": BytesIO()}, start_response)
        if not reading.acquire(timeout=_PATIENCE_S):
            return application({**environ, **_with(b""), UNREAD: True}, start_response)
        try:
            body = environ["wsgi.input"].read(wanted)
        finally:
            reading.release()
        is_whole = len(body) == wanted or not environ.get("CONTENT_LENGTH")
        return application({**environ, **_with(body if is_whole else b"")}, start_response)

    return gate


def _wanted(environ: Environ, limit: int) -> int | None:
    """Return how many bytes to read; None where there is no body, 0 of one that will be refused for its length."""
    told = environ.get("CONTENT_LENGTH") or ""
    if not told:
        return limit + 1 if environ.get("HTTP_TRANSFER_ENCODING") else None
    is_number = told.isascii() and told.isdecimal() and len(told) <= _MOST_DIGITS
    return int(told) if is_number and int(told) <= limit else 0


def _with(body: bytes) -> Environ:
    return {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
