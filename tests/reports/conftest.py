"""A small country and a resident."""

import pytest

from cast import Resident
from kmzb.territory.api import forget
from small_country import load_small_country


@pytest.fixture
def country(db: None) -> None:
    load_small_country()
    forget()


@pytest.fixture
def resident() -> Resident:
    return Resident()
