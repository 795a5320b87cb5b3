"""A published catalogue never changes: old reports are read by it."""

import pytest

from kmzb.categories.api import catalogue
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
