"""Whether this process runs, and whether it may be given visitors."""

from importlib.metadata import version

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from kmzb.public.errors import RETRY_AFTER_S, Code, Problem
from kmzb.publicmap.api import IndexState, index_state

# A reader that is behind for longer shows a map that is no longer true.
_MOST_LAG_S = 30.0


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _index() -> IndexState | None:
    """Return how current the map is, None while it cannot be read."""
    try:
        return index_state()
    except (Error, LookupError):
        return None


@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer as long as the process runs."""
    return _unstored(JsonResponse({"status": "ok"}))


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers and the map is current, else 503."""
    index = _index() if _database_answers() else None
    is_ready = index is not None and index.lag_s <= _MOST_LAG_S
    body: dict[str, object] = {
        "status": "ready" if is_ready else "not_ready",
        "version": version("kmzb"),
        "index": {"sequence": index.sequence, "lag_s": round(index.lag_s, 3)}
        if index
        else {"sequence": None, "lag_s": None},
    }
    if is_ready:
        return _unstored(JsonResponse(body))
    response = JsonResponse({**body, **Problem.of(Code.UNAVAILABLE).body()}, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return _unstored(response)


def _unstored(response: JsonResponse) -> JsonResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
