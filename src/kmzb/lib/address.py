"""Where a request came from, past the proxies that the operator named."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

UNKNOWN = "0.0.0.0"  # noqa: S104  # a stand-in, nothing is bound to it


@lru_cache(maxsize=8)
def _networks(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(proxy, strict=False) for proxy in proxies)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_proxy(peer: str, proxies: tuple[str, ...]) -> bool:
    """Return whether the peer is one of the proxies (addresses or networks), so that its forwarded headers count."""
    return _is_address(peer) and any(ip_address(peer) in network for network in _networks(proxies))


def client_of(peer: str, forwarded_for: str, proxies: tuple[str, ...]) -> str:
    """Return the address nearest to us that is no proxy of ours, `UNKNOWN` where the peer has none.

    X-Forwarded-For is read from the right, and only while each hop is a known proxy: what a client writes
    into it itself never counts.
    """
    if not _is_address(peer):
        return UNKNOWN
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    while is_proxy(peer, proxies) and hops and _is_address(hops[-1]):
        peer = hops.pop()
    return peer
