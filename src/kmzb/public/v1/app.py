"""The API, put together: routes, strict reading, one shape of errors, the OpenAPI document."""

import json
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from kmzb.public.errors import Code, Problem, Refused, RoomRefusal, json_answer, problem_of, problem_of_status
from kmzb.public.guard import json_only
from kmzb.public.v1 import ground, intake, marks
from kmzb.public.v1.reading import StrictParser, problem_of_types
from kmzb.publicmap.api import QueryRefusal
from kmzb.reports.api import Refusal

_DESCRIPTION = """
Krajowa Mapa Zagrożeń Bezpieczeństwa: marks of places that residents find unsafe, and what the police answer.

Points are `[lon, lat]` in EPSG:4326. Days are in Europe/Warsaw; no answer holds a clock time. Words are in the language
of `Accept-Language` (pl, en, uk; else Polish). Every error has one shape.
"""


class _Api(NinjaAPI):
    """Names operations by what they do."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.view_func.__name__)


api = _Api(
    title="kmzb",
    version="1",
    description=_DESCRIPTION.strip(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    parser=StrictParser(),
    openapi_extra={"info": {"license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}},
)
api.add_decorator(json_only, mode="view")
for part in (ground, marks, intake):
    api.add_router("", part.router)


@api.exception_handler(ValidationError)
def _wrong_types(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return json_answer(problem_of_types(error, request.GET))


@api.exception_handler(HttpError)
def _by_status(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return json_answer(problem_of_status(error.status_code))


@api.exception_handler(Http404)
def _missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return json_answer(Problem.of(Code.NOT_FOUND))


@api.exception_handler(Refused)
def _refused(_request: HttpRequest, refused: Refused) -> HttpResponse:
    return json_answer(refused.problem)


@api.exception_handler(QueryRefusal)
@api.exception_handler(Refusal)
def _refused_below(_request: HttpRequest, refusal: RoomRefusal) -> HttpResponse:
    return json_answer(problem_of(refusal))


@cache
def openapi_text() -> str:
    """Return the OpenAPI 3.1 document as `docs/openapi.json` must hold it."""
    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """Serve the document."""
    return HttpResponse(
        openapi_text(), content_type="application/json", headers={"Cache-Control": "public, max-age=300"}
    )
