"""What every write to a public address must pass before anyone reads it: its size, its origin, its type."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from kmzb.public.body import UNREAD
from kmzb.public.client import scheme
from kmzb.public.errors import Code, Problem, answer, json_answer, problem_of_status
from kmzb.public.language import is_negotiated
from kmzb.publicmap.api import IndexNotReady

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FIRST_ERROR = 400


def _length_refusal(request: HttpRequest) -> Problem | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()):
        return Problem.of(Code.BAD_REQUEST)
    return Problem.of(Code.TOO_LARGE) if int(length[:20]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE else None


def is_same_site(request: HttpRequest) -> bool:
    """Return whether a page of this site sent the request, or a program that is no browser.

    A browser on a trustworthy address says so in Sec-Fetch-Site; elsewhere Origin tells. Neither can be set by a page.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or origin.lower() == f"{scheme(request)}://{request.get_host()}".lower()


def refusal(request: HttpRequest) -> Problem | None:
    """Return why this request may not be read, or None."""
    problem = _length_refusal(request)
    if problem is not None or request.method in _SAFE:
        return problem
    return None if is_same_site(request) else Problem.of(Code.CROSS_SITE)


def json_only(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let an operation of the API run on JSON alone.

    It stands behind the routes, so that a method an address does not take is told so whatever the type.
    """

    @wraps(run)
    def checked(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        if request.method not in _SAFE and request.content_type != "application/json":
            return json_answer(Problem.of(Code.UNSUPPORTED_TYPE))
        return run(request, *args, **named)

    return checked


def _with_head(allowed: str) -> str:
    """Return an Allow header that names HEAD beside GET."""
    methods = set(allowed.split(", "))
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


def _in_our_shape(response: HttpResponseBase) -> HttpResponseBase:
    """Return the error in the one JSON shape, whoever in the framework made it."""
    is_json = response.headers.get("Content-Type", "").startswith("application/json")
    if response.status_code < _FIRST_ERROR or is_json:
        return response
    shaped: HttpResponse = json_answer(problem_of_status(response.status_code))
    if "Allow" in response.headers:
        shaped.headers["Allow"] = _with_head(response.headers["Allow"])
    return shaped


class GuardMiddleware:
    """Refuses what no public address may read, and keeps the shape of errors. The office has a guard of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse without reading the body."""
        if UNREAD in request.META:
            return answer(request, Problem.of(Code.UNAVAILABLE))
        if request.path_info.startswith("/office/"):
            return self.get_response(request)
        problem = refusal(request)
        if problem is not None:
            return answer(request, problem)
        if request.method == "HEAD" and request.path_info.startswith("/api/"):
            request.method = "GET"  # the API's framework knows no HEAD; the server leaves the body out
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(), microphone=()")
        return _in_our_shape(response) if is_negotiated(request.path_info) else response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer 503 while database or map cannot be read yet: nothing is wrong with the request, it may come again."""
        is_ours = not request.path_info.startswith("/office/")
        is_passing = isinstance(fault, (OperationalError, InterfaceError, IndexNotReady))
        return answer(request, Problem.of(Code.UNAVAILABLE)) if is_ours and is_passing else None
