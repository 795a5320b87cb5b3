"""The address that a request came from. It is handed to the limits of intake and kept nowhere."""

from django.conf import settings
from django.http import HttpRequest

from kmzb.lib.address import client_of, is_proxy


def comes_from_proxy(request: HttpRequest) -> bool:
    """Return whether the peer is one of the configured proxies, so that its forwarded headers count."""
    return is_proxy(request.META.get("REMOTE_ADDR", ""), settings.KMZB.trusted_proxies)


def client_address(request: HttpRequest) -> str:
    """Return the address nearest to us that is not a configured proxy; what a client claims itself never counts."""
    peer: str = request.META.get("REMOTE_ADDR", "")
    return client_of(peer, request.headers.get("X-Forwarded-For", ""), settings.KMZB.trusted_proxies)


def scheme(request: HttpRequest) -> str:
    """Return https when the visitor's browser speaks it with us or with a configured proxy."""
    forwarded = request.headers.get("X-Forwarded-Proto", "") if comes_from_proxy(request) else ""
    return forwarded if forwarded in {"http", "https"} else request.scheme or "http"
