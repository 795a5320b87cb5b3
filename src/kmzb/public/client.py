"""The address that a request came from. It is handed to the limits of intake and kept nowhere."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_UNKNOWN = "0.0.0.0"  # noqa: S104  # a stand-in, nothing is bound to it


@lru_cache(maxsize=8)
def _networks(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(proxy, strict=False) for proxy in proxies)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_trusted(address: str) -> bool:
    return any(ip_address(address) in network for network in _networks(settings.KMZB.trusted_proxies))


def comes_from_proxy(request: HttpRequest) -> bool:
    """Return whether the peer is one of the configured proxies, so that its forwarded headers count."""
    peer = request.META.get("REMOTE_ADDR", "")
    return _is_address(peer) and _is_trusted(peer)


def client_address(request: HttpRequest) -> str:
    """Return the address nearest to us that is not a configured proxy.

    X-Forwarded-For is read from the right, and only while each hop is a configured proxy: what a client writes
    into it itself never counts.
    """
    peer: str = request.META.get("REMOTE_ADDR", "")
    if not _is_address(peer):
        return _UNKNOWN
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    while _is_trusted(peer) and hops and _is_address(hops[-1]):
        peer = hops.pop()
    return peer


def scheme(request: HttpRequest) -> str:
    """Return https when the visitor's browser speaks it with us or with a configured proxy."""
    forwarded = request.headers.get("X-Forwarded-Proto", "") if comes_from_proxy(request) else ""
    return forwarded if forwarded in {"http", "https"} else request.scheme or "http"
