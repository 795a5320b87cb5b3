"""The turns of `bench/intake.py` in one process: `python -m bench.intake_turns DRAFTS SECONDS ROUNDS IN_A_ROUND`."""

import hashlib
import json
import secrets
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import psycopg
from altcha import Challenge, Payload, solve_challenge
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from kmzb.config.wsgi import application  # it sets Django up, which the rooms below need
from kmzb.lib import ids
from kmzb.lib.time import now
from kmzb.reports.api import Purpose, new_challenge
from kmzb.territory.api import locator

_TEXT = "Od kilku tygodni w tym miejscu powtarza się to samo, najczęściej wieczorem i w nocy. Boimy się tędy chodzić."
# Each table with the column that holds the number of the report, and that of the report itself.
_TABLES: tuple[tuple[type[models.Model], str], ...] = (
    (apps.get_model("reports.Report"), ""),
    (apps.get_model("reports.ReportKey"), "report_id"),
    (apps.get_model("reports.SpentProof"), ""),
    (apps.get_model("verification.Case"), "id"),
    (apps.get_model("verification.Transition"), "case_id"),
)
_UNIQUE: dict[str, Callable[[], str]] = {
    "reference": ids.reference,
    "receipt_hash": lambda: secrets.token_hex(32),
    "feature_id": ids.feature_id,
    "nonce": lambda: secrets.token_hex(16),
}
Values = tuple[Any, ...]


def main() -> None:
    """Take turns and write the seconds of each."""
    drafts, seconds, rounds, in_a_round = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    requests = list(islice(_requests(json.loads(drafts.read_text())), (rounds + 1) * in_a_round))
    pieces = [requests[first : first + in_a_round] for first in range(0, len(requests), in_a_round)]
    raw = _Raw()
    for request in pieces[0]:  # every code path warm, and the rows that the reference copies
        _post(request)
    raw.learn()
    raw.insert(raw.copies(in_a_round))
    seen: dict[str, list[list[float]]] = {"posted": [], "raw": []}
    for number, piece in enumerate(pieces[1:]):
        copies = raw.copies(in_a_round)
        turns = [
            ("posted", lambda piece=piece: [_post(one) for one in piece]),
            ("raw", lambda rows=copies: raw.insert(rows)),
        ]
        for name, turn in turns[:: 1 if number % 2 else -1]:
            seen[name].append(turn())
    _check(raw, 2 * len(pieces) * in_a_round)
    seconds.write_text(json.dumps(seen))


def _requests(drafts: Sequence[tuple[str, float, float]]) -> Iterator[dict[str, Any]]:
    """Yield the WSGI environment of a report for each point on Polish land, from an address of its own, paid for."""
    where, random = locator(), Random(len(drafts))
    for number, (category, lon, lat) in enumerate(drafts):
        if where.locate(lon, lat) is None:
            continue
        body = {
            "category": category,
            "lon": lon,
            "lat": lat,
            "receipt_hash": hashlib.sha256(f"{number} {random.random()}".encode()).hexdigest(),
            "altcha": _proof(),
            "rules_accepted": True,
            "time_of_day": random.choice(["evening", "night"]),
            "weekdays": [5, 6, 7],
            "description": f"{_TEXT} ({number})",
        }
        yield _environ(json.dumps(body).encode(), f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")


def _proof() -> str:
    challenge = Challenge.from_dict(new_challenge(Purpose.REPORT, now=now()))
    solution = solve_challenge(challenge)
    if solution is None:
        raise ValueError("a cheap challenge was not solved: is its price set?")
    return Payload(challenge, solution).to_base64()


def _environ(body: bytes, address: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/api/v1/reports",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": address,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT": "application/json",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd",
        "HTTP_ACCEPT_LANGUAGE": "pl",
        "HTTP_ORIGIN": "http://127.0.0.1:8000",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _post(environ: dict[str, Any]) -> float:
    """Return the seconds of one report, acknowledged.

    Raises:
        ValueError: it was not accepted.
    """
    told: list[str] = []
    begun = perf_counter()
    answer = application(environ, lambda status, _headers, _fault=None: told.append(status))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    seconds = perf_counter() - begun
    if not told[0].startswith("201"):
        raise ValueError(f"a report was answered with {told[0]}: {body[:300]!r}")
    return seconds


class _Raw:
    """The reference: a connection of the bare driver, with the durability of kmzb's own."""

    def __init__(self) -> None:
        self._is_sqlite = connection.vendor == "sqlite"
        self._begin = "BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN"
        self._connection = self._sqlite() if self._is_sqlite else self._postgres()
        self._execute: Callable[..., Any] = self._connection.execute
        self._statements: list[str] = []
        self._templates: list[list[Values]] = []
        self._columns: list[list[str]] = []

    def _sqlite(self) -> Any:
        opened = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None, timeout=10)
        for pragma in ("synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            opened.execute(f"PRAGMA {pragma}")
        connection.ensure_connection()
        for one in (opened, connection.connection):
            found = [one.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
            _expect(found, ["wal", 2])
        return opened

    def _postgres(self) -> Any:
        database = settings.DATABASES["default"]
        opened = psycopg.connect(
            host=database["HOST"], user=database["USER"], dbname=database["NAME"], autocommit=True, prepare_threshold=0
        )
        connection.ensure_connection()
        for one in (opened, connection.connection):
            _expect(
                [one.execute(f"SHOW {name}").fetchone()[0] for name in ("synchronous_commit", "fsync")], ["on", "on"]
            )
        return opened

    def learn(self) -> None:
        """Read the rows that kmzb has written, and make the statements that write such rows."""
        for model, link in _TABLES:
            meta = model._meta  # noqa: SLF001  # Django documents it as public
            drawn = {field.column for field in meta.concrete_fields if field.db_default is not NOT_PROVIDED}
            if isinstance(meta.pk, models.AutoField | models.BigAutoField):
                drawn.add(meta.pk.column)
            columns = [str(field.column) for field in meta.concrete_fields if field.column not in {*drawn, link}]
            order = link or meta.pk.column
            rows = self._execute(f"SELECT {', '.join(columns)} FROM {meta.db_table} ORDER BY {order}").fetchall()
            named = [link, *columns] if link else columns
            places = ", ".join(["?" if self._is_sqlite else "%s"] * len(named))
            returning = " RETURNING id" if model is _TABLES[0][0] else ""
            self._statements.append(f"INSERT INTO {meta.db_table} ({', '.join(named)}) VALUES ({places}){returning}")
            self._columns.append(columns)
            self._templates.append([tuple(row) for row in rows])

    def copies(self, count: int) -> list[list[Values]]:
        """Return the rows of so many reports, with what must be unique drawn anew."""
        return [
            [
                tuple(
                    _UNIQUE[name]() if name in _UNIQUE else value
                    for name, value in zip(columns, rows[one], strict=True)
                )
                for columns, rows in zip(self._columns, self._templates, strict=True)
            ]
            for one in (number % len(self._templates[0]) for number in range(count))
        ]

    def insert(self, reports: Sequence[Sequence[Values]]) -> list[float]:
        """Return the seconds of each report, one transaction each."""
        execute, begin = self._execute, self._begin
        to_report, to_key, to_proof, to_case, to_transition = self._statements
        seconds = []
        for report, key, proof, case, transition in reports:
            begun = perf_counter()
            execute(begin)
            number = execute(to_report, report).fetchone()[0]
            execute(to_key, (number, *key))
            execute(to_proof, proof)
            execute(to_case, (number, *case))
            execute(to_transition, (number, *transition))
            execute("COMMIT")
            seconds.append(perf_counter() - begun)
        return seconds

    def counts(self) -> list[int]:
        """Return how many rows each table has."""
        tables = [model._meta.db_table for model, _ in _TABLES]  # noqa: SLF001  # Django documents it as public
        return [self._execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def _check(raw: _Raw, reports: int) -> None:
    _expect(raw.counts(), [reports] * len(_TABLES))


def _expect(found: object, wanted: object) -> None:
    if found != wanted:
        raise ValueError(f"the two sides are not alike: found {found}, expected {wanted}")


if __name__ == "__main__":
    main()
