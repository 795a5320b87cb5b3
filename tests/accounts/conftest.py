"""A territory to post officers on, and an administrator who posts them."""

from collections.abc import Callable
from typing import Any

import pytest

from kmzb.accounts.api import Officer, Role, create_officer
from kmzb.audit.api import SYSTEM, Actor
from small_country import NOW, load_small_country


@pytest.fixture
def country(db: None) -> None:
    load_small_country()


@pytest.fixture
def hire(country: None) -> Callable[..., Officer]:
    """Open an account; what a test does not name is ordinary."""

    def _hire(**named: Any) -> Officer:
        fields = {
            "email": "anna.wojcik@policja.example",
            "name": "Anna Wójcik",
            "rank": "asp. szt.",
            "role": Role.LOCAL_COORDINATOR,
            "unit_code": "KPP-1007",
            "beat_code": "",
            "password": "dlugie-haslo-proby",
            "now": NOW,
        }
        return create_officer(named.pop("actor", SYSTEM), **{**fields, **named})

    return _hire


@pytest.fixture
def administrator(hire: Callable[..., Officer]) -> Actor:
    officer = hire(email="admin@policja.example", name="Ewa Admin", role=Role.ADMINISTRATOR, unit_code="KGP")
    return Actor(id=officer.pk, role=officer.role, unit_code=officer.unit_code)
