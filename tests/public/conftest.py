"""Residents before the public site, on the day of the small country."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.test import Client

from cast import Cast, Resident, assemble
from kmzb.lib.time import now
from kmzb.reports.api import Purpose
from kmzb.territory.api import forget
from one_transaction import one_transaction
from public_eye import carry
from small_country import NOW, load_small_country

__all__ = ["one_transaction"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def country(one_transaction: None) -> None:
    """The small country without its officers."""
    load_small_country()
    forget()


@pytest.fixture
def cast(country: None) -> Cast:
    return assemble()


@pytest.fixture
def resident(country: None) -> Resident:
    return Resident()


@dataclass
class Visitor:
    """A browser or a program before the site; `say` is the language it asks for."""

    client: Client = field(default_factory=Client)
    say: str = ""

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=self._headers(headers))

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """Post JSON; bytes go as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body)
        return self.client.post(path, data, content_type="application/json", headers=self._headers(headers))

    def submit(self, path: str, form: dict[str, Any], **headers: str) -> Any:
        """Post a form."""
        return self.client.post(path, form, headers=self._headers(headers))

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return {**({"Accept-Language": self.say} if self.say else {}), **given}


@pytest.fixture
def visitor(country: None) -> Visitor:
    return Visitor()


@dataclass
class Sender(Visitor):
    """A resident's device that speaks with the API."""

    person: Resident = field(default_factory=Resident)

    def draft(self, **fields: Any) -> dict[str, Any]:
        """Return a body without a proof; a field given as `...` is left out."""
        raw = self.person.draft(**{name: value for name, value in fields.items() if name in _RAW})
        body = {name: getattr(raw, name) for name in _RAW if getattr(raw, name) is not None}
        return {name: value for name, value in {**body, **fields}.items() if value is not ...}

    def proof(self, purpose: Purpose = Purpose.REPORT) -> str:
        return self.person.proof(purpose, now=now())

    def send(self, body: dict[str, Any] | None = None, **fields: Any) -> Any:
        """Send a report with a good proof."""
        return self.post("/api/v1/reports", {"altcha": self.proof(), **(body or self.draft(**fields))})

    def receipt(self) -> str:
        return self.person.receipts[-1]


_RAW = (
    *("category", "lon", "lat", "receipt_hash", "rules_accepted", "occurred_on", "occurred_time"),
    *("time_of_day", "weekdays", "description"),
)


@pytest.fixture
def sender(country: None) -> Sender:
    return Sender()


@pytest.fixture
def mark(resident: Resident) -> str:
    """The id of a public mark of vandalism in Opoczno."""
    name = resident.report().feature_id
    carry(NOW)
    assert name is not None
    return name
