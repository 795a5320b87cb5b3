"""A running kmzb whose public map holds made-up reports."""

import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench.generator import EPOCH, STATUSES, TODAY, Reports

_PIECE = 200_000
_READY_WITHIN_S = 300.0
_END_WITHIN_S = 20.0
# How long a decided report stays on the live map.
_SHOWN_DAYS = {"confirmed_eliminated": 30, "not_confirmed": 7}
_EMPTY = {"TEXT": "", "VARCHAR": "", "CHAR": "", "BIGINT": 0, "INTEGER": 0, "BOOL": 0}


def kmzb(*words: str) -> list[str]:
    """Return the command line of a kmzb command."""
    return [sys.executable, "-m", "kmzb.cli.main", *words]


def fill(data: Path, reports: Reports) -> None:
    """Prepare the data folder and write the reports as public marks, into the table that the projector fills."""
    subprocess.run(kmzb("build-index", "--data", str(data)), check=True, capture_output=True, timeout=600)
    with closing(sqlite3.connect(_database(data))) as database, database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("DELETE FROM publicmap_feature")
        told = _lines(reports)
        first = next(told)
        columns = [*first, *_other_columns(database, first)]
        rest = tuple(_other_columns(database, first).values())
        sql = f"INSERT INTO publicmap_feature ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        for piece in _with_first(first, told):
            database.executemany(sql, (row + rest for row in zip(*piece.values(), strict=True)))
        database.execute("DELETE FROM publicmap_projection")
        database.execute(
            "INSERT INTO publicmap_projection (id, epoch, sequence) VALUES (1, ?, ?)",
            (secrets.token_hex(8), len(reports)),
        )


def brought_up(data: Path) -> float:
    """Return the seconds in which a new process has read the public map, from its files where there are some."""
    environment = {**_environment(), "KMZB_DATA": str(data)}
    command = [sys.executable, "-m", "bench.starter"]
    ran = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=600)
    return float(ran.stdout.split()[-1])


def forget_files(data: Path) -> None:
    """Delete the index files, so that the next process reads the database again."""
    shutil.rmtree(data / "index", ignore_errors=True)


def _database(data: Path) -> Path:
    return next(path for path in sorted(data.iterdir()) if path.suffix in {".sqlite3", ".sqlite", ".db"})


def _with_first(first: dict[str, list[Any]], rest: Iterator[dict[str, list[Any]]]) -> Iterator[dict[str, list[Any]]]:
    yield first
    yield from rest


def _other_columns(database: sqlite3.Connection, known: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that a made-up report says nothing about, with what stands there for nothing."""
    described = database.execute("PRAGMA table_info(publicmap_feature)").fetchall()
    return {
        name: (_EMPTY[kind.upper().split()[0].split("(")[0]] if is_required else None)
        for _, name, kind, is_required, default, _ in described
        if name not in known and default is None
    }


def _lines(reports: Reports) -> Iterator[dict[str, list[Any]]]:
    """Return columns of rows, piece by piece, in the order of the ids, in which the table's key grows fastest."""
    order = np.argsort(reports.id, kind="stable")
    days = [(EPOCH + timedelta(days=day)).isoformat() for day in range(TODAY + 60)]
    for first in range(0, len(order), _PIECE):
        rows = order[first : first + _PIECE]
        reported, changed = reports.reported[rows].tolist(), reports.changed[rows].tolist()
        status = [STATUSES[number] for number in reports.status[rows].tolist()]
        yield {
            "feature_id": [name.decode() for name in reports.id[rows].tolist()],
            "sequence": list(range(first + 1, first + len(rows) + 1)),
            "is_removed": [0] * len(rows),
            "lon": reports.lon[rows].tolist(),
            "lat": reports.lat[rows].tolist(),
            "category": [reports.category_codes[number] for number in reports.category[rows].tolist()],
            "status": status,
            "reported": [days[day] for day in reported],
            "changed": [days[day] for day in changed],
            "unit_code": [reports.unit_codes[number] for number in reports.unit[rows].tolist()],
            "area_code": [reports.area_codes[number] for number in reports.area[rows].tolist()],
            "visible_from": [f"{days[day]} 05:00:00" for day in reported],
            "visible_until": [
                days[day + _SHOWN_DAYS[code]] if code in _SHOWN_DAYS else None
                for day, code in zip(changed, status, strict=True)
            ],
        }


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server with every promise of durability, and yield the address of an empty database."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pgserver  # noqa: PLC0415  # only where it is wanted, and after the line above, which it reads

    server = pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    try:
        server.psql("CREATE DATABASE kmzb")
        yield f"postgresql://postgres@/kmzb?host={folder / 'postgres'}"
    finally:
        server.cleanup()


class Site:
    """The web process of one `kmzb serve --web-only`; end it, or it stays."""

    def __init__(self, data: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._log = (data / f"bench-{port}.log").open("wb")
        command = kmzb("serve", "--web-only", "--port", str(port), "--data", str(data))
        self._begun = time.monotonic()
        self._process = subprocess.Popen(command, stdout=self._log, stderr=self._log, env=_environment())

    def wait_for(self, path: str) -> float:
        """Return the seconds from the start until the path is answered with 200.

        Raises:
            TimeoutError: it is not, within five minutes.
        """
        while time.monotonic() - self._begun < _READY_WITHIN_S:
            try:
                if fetched(self.address + path)[0] == 200:  # noqa: PLR2004  # OK
                    return time.monotonic() - self._begun
            except OSError:
                pass
            time.sleep(0.02)
        raise TimeoutError(f"{self.address}{path} did not answer; see {self._log.name}")

    def workers(self) -> list[int]:
        """Return the processes that answer: those below the supervisor that have no children."""
        return [pid for pid in _below(self._process.pid) if not _children(pid)]

    def end(self) -> None:
        """Stop supervisor and web process."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_END_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


def fetched(url: str) -> tuple[int, bytes]:
    """Return status and body.

    Raises:
        OSError: nobody answers.
    """
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def today() -> date:
    """Return the day that the made-up reports end on, or this one when it is later."""
    return max(EPOCH + timedelta(days=TODAY), datetime.now(UTC).date())


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _below(pid: int) -> list[int]:
    children = _children(pid)
    return [*children, *(deeper for child in children for deeper in _below(child))]
