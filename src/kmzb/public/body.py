"""Bodies sent in chunks: read up to the limit, then handed on with a length like any other."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def bounded(application: Application, limit: int) -> Application:
    """Return `application` behind a gate that knows the length of every body.

    WSGI lets a server hand over a body without a length, and Django takes such a body for empty. At most one byte
    more than `limit` is read: enough to tell that it is too much.
    """

    def gate(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("HTTP_TRANSFER_ENCODING") and not environ.get("CONTENT_LENGTH"):
            body = environ["wsgi.input"].read(limit + 1)
            environ = {**environ, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return application(environ, start_response)

    return gate
