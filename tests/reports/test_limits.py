from dataclasses import replace
from datetime import timedelta

import pytest

from kmzb.reports.api import Lane, RateLimited, admit, admit_plain
from kmzb.reports.limits import PrefixCounter, _counter
from kmzb.reports.models import Report
from small_country import NOW


@pytest.fixture
def counter():
    return PrefixCounter(ceiling=3)


def fill(counter, address, now=NOW):
    for _ in range(3):
        counter.admit(address, now=now)


def test_a_ceiling_is_reached_by_one_address_and_not_by_its_neighbour(counter):
    fill(counter, "192.0.2.1")
    with pytest.raises(RateLimited) as refused:
        counter.admit("192.0.2.1", now=NOW)
    assert (refused.value.status, refused.value.code) == (429, "rate_limited")
    counter.admit("192.0.2.2", now=NOW)


def test_a_home_network_of_ipv6_is_one_address(counter):
    fill(counter, "2001:db8:1:2::1")
    with pytest.raises(RateLimited):
        counter.admit("2001:db8:1:2:ffff::9", now=NOW)
    counter.admit("2001:db8:1:3::1", now=NOW)


def test_an_address_of_ipv4_is_the_same_in_ipv6_clothes(counter):
    fill(counter, "192.0.2.1")
    with pytest.raises(RateLimited):
        counter.admit("::ffff:192.0.2.1", now=NOW)


def test_what_is_no_address_is_counted_as_it_is(counter):
    fill(counter, "unix:")
    with pytest.raises(RateLimited):
        counter.admit("unix:", now=NOW)


def test_the_key_dies_within_a_day_and_the_count_with_it(counter):
    fill(counter, "192.0.2.1")
    key = counter._key
    with pytest.raises(RateLimited) as refused:
        counter.admit("192.0.2.1", now=NOW + timedelta(hours=23))
    assert refused.value.retry_after == 3600
    counter.admit("192.0.2.1", now=NOW + timedelta(hours=24))
    assert counter._key != key


def test_the_address_cannot_be_read_from_memory(counter):
    counter.admit("192.0.2.1", now=NOW)
    kept = repr(vars(counter)).encode() + b"".join(counter._counts)
    assert b"192.0.2.1" not in kept
    assert b"\xc0\x00\x02\x01" not in kept


def test_a_flood_of_prefixes_does_not_fill_the_memory(counter, monkeypatch):
    monkeypatch.setattr("kmzb.reports.limits._MOST_PREFIXES", 10)
    for number in range(100):
        counter.admit(f"192.0.2.{number}", now=NOW)
    assert len(counter._counts) <= 12


def test_the_ceiling_is_a_setting(settings):
    _counter.cache_clear()
    settings.KMZB = replace(settings.KMZB, prefix_per_day=1)
    admit("198.51.100.7", now=NOW)
    with pytest.raises(RateLimited):
        admit("198.51.100.7", now=NOW)
    _counter.cache_clear()


def _plain_report(number, placed_at, lane=Lane.PLAIN):
    Report.objects.create(
        reference=f"0000-{number:04d}",
        receipt_hash=f"{number:064d}",
        payload_digest=b"",
        category="vandalism",
        catalogue_version="2022-01-01",
        lon=20.28,
        lat=51.38,
        rules_version="2026-11-01",
        lane=lane.value,
        placed_at=placed_at,
    )


@pytest.mark.django_db
def test_the_lane_without_javascript_has_a_common_cap(settings):
    settings.KMZB = replace(settings.KMZB, plain_per_hour=2)
    admit_plain(now=NOW)
    _plain_report(1, NOW - timedelta(minutes=50))
    _plain_report(2, NOW - timedelta(minutes=61))
    _plain_report(3, NOW - timedelta(minutes=5), Lane.PROVEN)
    admit_plain(now=NOW)
    _plain_report(4, NOW - timedelta(minutes=5))
    with pytest.raises(RateLimited) as refused:
        admit_plain(now=NOW)
    assert refused.value.retry_after == 600
