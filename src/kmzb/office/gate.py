"""The one way into the office: everything under /office/ is refused unless the table of permissions opens it.

Sessions, cookies and forms' tokens exist behind this gate only; a public page never meets them.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.http import urlencode
from django_htmx.middleware import HtmxMiddleware

from kmzb.lib.address import is_proxy
from kmzb.office.back import go
from kmzb.office.pages import forbidden, not_found
from kmzb.office.permissions import PERMISSIONS, home_of
from kmzb.office.visitor import officer_of, role_of
from kmzb.reports.api import NotFound

PREFIX = "/office/"
Handler = Callable[[HttpRequest], HttpResponseBase]


class OfficeMiddleware:
    """Opens sessions and checks rights, but only for paths of the office."""

    def __init__(self, get_response: Handler) -> None:
        self._next = get_response
        inner: Any = HtmxMiddleware(self._inside)
        signed_in = AuthenticationMiddleware(MessageMiddleware(inner))
        self._office: Handler = SessionMiddleware(CsrfViewMiddleware(signed_in))  # type: ignore[assignment]
        self._csrf = CsrfViewMiddleware(self._next)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; nothing of the office is ever stored by a browser or a proxy."""
        if request.path_info == PREFIX.rstrip("/"):
            return HttpResponseRedirect(PREFIX)
        if not request.path_info.startswith(PREFIX):
            return self._next(request)
        _trust_scheme(request)
        with translation.override("pl"):
            response = self._office(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, options: Any
    ) -> HttpResponseBase | None:
        """Check the token of a form before its view runs."""
        if not request.path_info.startswith(PREFIX):
            return None
        return self._csrf.process_view(request, view, args, options)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for what is not there, or not there for this officer."""
        is_missing = isinstance(exception, (Http404, NotFound))
        return not_found(request) if is_missing and request.path_info.startswith(PREFIX) else None

    def _inside(self, request: HttpRequest) -> HttpResponseBase:
        return _refusal(request) or self._next(request)


def _trust_scheme(request: HttpRequest) -> None:
    """Take the scheme from a configured proxy: the check of forms compares it with what the browser says."""
    forwarded = request.headers.get("X-Forwarded-Proto", "")
    if forwarded == "https" and is_proxy(request.META.get("REMOTE_ADDR", ""), settings.KMZB.trusted_proxies):
        request.META["wsgi.url_scheme"] = "https"


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """Return why the request goes no further, or None."""
    route = _route(request.path_info)
    grant = PERMISSIONS.get(route)
    if grant is not None and grant.signed_out:
        return None
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    if grant is None:
        return not_found(request)
    if officer_of(request).must_change_password and not grant.one_time:
        return go(request, reverse("account_change_password"))
    return None if role_of(request) in grant.roles else _elsewhere(request)


def _elsewhere(request: HttpRequest) -> HttpResponse:
    """Refuse a page that is not for the role; /office/ itself leads everyone to where they work."""
    is_entrance = request.path_info == PREFIX
    return go(request, reverse(home_of(role_of(request)))) if is_entrance else forbidden(request)


def _route(path: str) -> str:
    """Return the name of the view that a path leads to, "" for none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    is_page = request.method == "GET" and not request.headers.get("HX-Request")
    back = request.get_full_path() if is_page else PREFIX
    query = "" if back == PREFIX else f"?{urlencode({'next': back})}"
    return go(request, reverse("account_login") + query)
