"""A database in which news settles: PostgreSQL hides from readers what an open transaction wrote."""

import os

import pytest

from cast import Cast, Resident, assemble

if os.environ.get("KMZB_TEST_DB") == "postgres":

    @pytest.fixture
    def committed(transactional_db: None) -> None:
        """Everything is committed, and swept away after the test."""

else:

    @pytest.fixture
    def committed(db: None) -> None:
        """Everything is rolled back after the test."""


@pytest.fixture
def cast(committed: None) -> Cast:
    return assemble()


@pytest.fixture
def resident(cast: Cast) -> Resident:
    return Resident()


@pytest.fixture
def one_transaction(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything happens in the test's own transaction, so that many drawn lives can be undone quickly."""
    monkeypatch.setattr("kmzb.news.readers.settled_rows", lambda rows: rows.order_by("stamp", "pk"))
