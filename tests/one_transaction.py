"""Fixtures of tests that read the public map in the transaction in which they wrote.

PostgreSQL hides from readers of news what an open transaction wrote. That waiting is tested where news is; here it is
left out, so that everything can be rolled back instead of swept away.
"""

import pytest

from cast import Cast, Resident, assemble


@pytest.fixture
def one_transaction(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """News is read at once, in the test's own transaction."""
    monkeypatch.setattr("kmzb.news.stamps.OldestRunning.template", f"{2**63 - 1}")


@pytest.fixture
def cast(one_transaction: None) -> Cast:
    return assemble()


@pytest.fixture
def resident(cast: Cast) -> Resident:
    return Resident()
