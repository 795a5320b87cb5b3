"""Whose address is counted: the peer's, or what configured proxies say."""

from dataclasses import replace

import pytest
from django.test import RequestFactory

from kmzb.public.client import client_address


@pytest.fixture
def address(settings):
    def ask(peer, forwarded=None, proxies=()):
        settings.KMZB = replace(settings.KMZB, trusted_proxies=tuple(proxies))
        headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
        return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))

    return ask


def test_without_proxies_the_peer_counts(address):
    assert address("192.0.2.1") == "192.0.2.1"


def test_a_forwarded_header_from_anyone_is_ignored(address):
    assert address("192.0.2.1", "203.0.113.9") == "192.0.2.1"
    assert address("192.0.2.1", "203.0.113.9", ["10.0.0.0/8"]) == "192.0.2.1"


def test_a_configured_proxy_is_believed(address):
    assert address("10.0.0.1", "203.0.113.9", ["10.0.0.1"]) == "203.0.113.9"


def test_what_the_client_wrote_itself_never_counts(address):
    assert address("10.0.0.1", "198.51.100.7, 203.0.113.9", ["10.0.0.1"]) == "203.0.113.9"


def test_a_chain_of_proxies_is_walked_back(address):
    chain = "198.51.100.7, 203.0.113.9, 10.0.0.2"
    assert address("10.0.0.1", chain, ["10.0.0.0/24"]) == "203.0.113.9"
    assert address("::1", "2001:db8::7, fd00::2", ["::1", "fd00::/8"]) == "2001:db8::7"


@pytest.mark.parametrize("forwarded", ["", "unknown", "203.0.113.9, nonsense", ","])
def test_a_broken_header_leaves_the_proxy(address, forwarded):
    assert address("10.0.0.1", forwarded, ["10.0.0.1"]) == "10.0.0.1"


@pytest.mark.parametrize("peer", ["", "/run/socket", "unix:"])
def test_a_peer_without_an_address_is_one_for_all(address, peer):
    assert address(peer, "203.0.113.9", ["10.0.0.1"]) == "0.0.0.0"
