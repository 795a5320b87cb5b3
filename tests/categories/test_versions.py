"""A published catalogue never changes: old reports are read by it."""

from datetime import date

import pytest

from kmzb.categories.api import catalogue, catalogue_of, official_names
from kmzb.categories.versions import CURRENT, VERSIONS

PUBLISHED = {
    "2022-01-01": "73d0fc46b373a6feed195602e455292556fadab823f54f69c64e6518fe5606bb",
}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_published_version_is_what_it_was(version):
    assert catalogue(version).fingerprint() == PUBLISHED.get(version), (
        f"the catalogue {version} was changed: publish a new version instead, and add its fingerprint here"
    )


def test_no_version_was_withdrawn():
    assert set(PUBLISHED) == set(VERSIONS)


def test_todays_catalogue_is_the_newest():
    assert catalogue().version == CURRENT == max(PUBLISHED)


def test_a_version_that_was_never_published_is_refused():
    with pytest.raises(KeyError):
        catalogue("2021-01-01")


@pytest.mark.parametrize("version", VERSIONS)
def test_successors_are_active_and_of_the_same_group(version):
    book = catalogue(version)
    for category in book.all:
        if category.successor:
            assert book.get(category.successor).is_active
            assert book.get(category.successor).group is category.group


def test_a_day_has_the_catalogue_that_was_in_force(monkeypatch):
    monkeypatch.setattr("kmzb.categories.catalogue.VERSIONS", {"2022-01-01": (), "2024-07-01": ()})
    days = {
        "2016-01-01": "2022-01-01",
        "2022-01-01": "2022-01-01",
        "2024-06-30": "2022-01-01",
        "2024-07-01": "2024-07-01",
    }
    try:
        catalogue.cache_clear()
        assert {day: catalogue_of(date.fromisoformat(day)).version for day in days} == days
    finally:
        catalogue.cache_clear()


def test_every_category_has_one_official_name():
    assert set(official_names()) == {category.code for category in catalogue().all}
    assert len(set(official_names().values())) == len(official_names())
