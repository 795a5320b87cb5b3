"""Where a form returns to: only ever to a page of the office."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

_PREFIX = "/office/"


def back_of(request: HttpRequest, otherwise: str) -> str:
    """Return the address that the form names, or `otherwise` when it names none or one outside the office."""
    named = request.POST.get("next") or request.GET.get("next") or ""
    is_below = named.startswith(_PREFIX) and ".." not in named
    return named if is_below and url_has_allowed_host_and_scheme(named, allowed_hosts=None) else otherwise


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead the browser there; a part of a page cannot follow a redirect, so it asks the browser to."""
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)
