"""The whole cast in the small country, and a case at hand."""

import pytest

from cast import Cast, Resident, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def resident() -> Resident:
    return Resident()


@pytest.fixture
def case_id(cast: Cast, resident: Resident) -> int:
    """A new report of vandalism on beat 1007-1."""
    return resident.case()
