"""How soon a change is in every process's answers after its commit, while the worst happens.

Two web processes, two workers and a web process that starts late; reports and officers' steps from several connections,
now and then a transaction that commits long after others that began later; one worker is killed in the middle. All of
it on SQLite and on PostgreSQL. Usage: `python -m bench.freshness [--database sqlite|postgresql] [--json FILE]`.
"""

import argparse
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.places import TILE
from bench.site import postgres

_RATE, _SECONDS = 50.0, 40.0
_WRITERS = 4
_ACCEPTED = 0.4  # of all changes; the others are new reports
_HELD_EVERY_S = 2.0
_HELD_S = {"sqlite": 0.05, "postgresql": 0.3}  # SQLite lets nobody else write meanwhile
_LOOK_S = 0.01
_READY_WITHIN_S = 60.0
_CAUGHT_UP_WITHIN_S = 15.0
_ID = re.compile(rb"(?<![a-z2-7])[a-z2-7]{16}(?![a-z2-7])")


@dataclass
class Changes:
    """When each change was committed: (status, mark) → second of the machine's steady clock."""

    committed: dict[tuple[str, str], float] = field(default_factory=dict)


def main() -> int:
    """Measure, print a table, and write the figures.

    Returns:
        0 measured, 1 a change was missing.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.freshness")
    parser.add_argument("--database", choices=sorted(_HELD_S), action="append")
    parser.add_argument("--seconds", type=float, default=_SECONDS)
    parser.add_argument("--rate", type=float, default=_RATE)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--watch", nargs=2, metavar=("PORT", "FILE"), help=argparse.SUPPRESS)
    parser.add_argument("--within", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.watch:
        return _watch(int(args.watch[0]), Path(args.watch[1]))
    if args.within:
        return _within(args.within, args.database[0], args.rate, args.seconds)
    figures: dict[str, Any] = {}
    for database in args.database or sorted(_HELD_S):
        figures |= {f"{database}_{name}": value for name, value in _apart(database, args).items()}
    for name in ("p50_ms", "p99_ms", "max_ms", "missing"):
        figures[name] = max(value for key, value in figures.items() if key.endswith(f"all_{name}"))
    for name, value in figures.items():
        print(f"{name:<32}{value:>10}")
    if args.json:
        args.json.write_text(json.dumps(figures))
    return 1 if figures["missing"] else 0


def _apart(database: str, args: argparse.Namespace) -> dict[str, Any]:
    """Measure one database in a process of its own, since Django is set up once in a process."""
    with tempfile.TemporaryDirectory(prefix="kmzb-fresh-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        environment = {
            **os.environ,
            "KMZB_DATA": str(folder / "data"),
            "DJANGO_SETTINGS_MODULE": "kmzb.config.settings",
        }
        environment.pop("DATABASE_URL", None)
        if database == "postgresql":
            environment["DATABASE_URL"] = stack.enter_context(postgres(folder))
        options = ["--database", database, "--rate", str(args.rate), "--seconds", str(args.seconds)]
        command = [sys.executable, "-m", "bench.freshness", "--within", str(folder), *options]
        subprocess.run(command, check=True, env=environment)
        figures: dict[str, Any] = json.loads((folder / "figures.json").read_text())
        return figures


def _within(folder: Path, database: str, rate: float, seconds: float) -> int:
    """Start everything, change, kill, compare."""
    data = folder / "data"
    _kmzb("build-index", "--data", str(data)).wait()
    import django  # noqa: PLC0415  # the settings read the environment, which stands only here

    django.setup()
    from bench import freshness_changes  # noqa: PLC0415  # it imports rooms, which need Django

    with ExitStack() as stack:
        workers = [stack.enter_context(_running("work", "--data", str(data))) for _ in range(2)]
        webs = {name: _web(stack, data) for name in ("first", "second")}
        logs = {name: _watcher(stack, port, folder / f"{name}.log") for name, port in webs.items()}
        changes = Changes()
        plan = freshness_changes.Plan(rate, seconds, _WRITERS, _ACCEPTED, _HELD_EVERY_S, _HELD_S[database])
        writing = stack.enter_context(ThreadPoolExecutor(1)).submit(freshness_changes.write, changes, plan)
        time.sleep(seconds / 3)
        workers[0].send_signal(signal.SIGKILL)
        time.sleep(seconds / 6)
        webs["late"] = _web(stack, data)
        ready_at = time.monotonic()
        logs["late"] = _watcher(stack, webs["late"], folder / "late.log")
        writing.result()
        _wait_for(changes, logs)
        lags = [_lag(port) for port in webs.values()]
    figures = _figures(changes, logs, ready_at)
    figures |= {"changes": len(changes.committed), "seconds": round(seconds, 1), "readyz_lag_s": max(lags)}
    (folder / "figures.json").write_text(json.dumps(figures))
    return 0


def _kmzb(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "kmzb.cli.main", *words], stdout=subprocess.DEVNULL)


@contextmanager
def _running(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = _kmzb(*words)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _web(stack: ExitStack, data: Path) -> int:
    """Start a web process and return its port when it says that it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    stack.enter_context(_running("serve", "--web-only", "--port", str(port), "--data", str(data)))
    deadline = time.monotonic() + _READY_WITHIN_S
    while True:
        try:
            _lag(port)
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return port


def _lag(port: int) -> float:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
        lag: float = json.load(answer)["index"]["lag_s"]
    return lag


def _watcher(stack: ExitStack, port: int, file: Path) -> Path:
    """Start a process that notes when each mark is first seen."""
    command = [sys.executable, "-m", "bench.freshness", "--watch", str(port), str(file)]
    process = subprocess.Popen(command)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return file


def _watch(port: int, file: Path) -> int:
    """Ask for the tile again and again, as a map does, and write down what is in it for the first time."""
    z, x, y = TILE
    paths = {status: f"/tiles/v1/live/{z}/{x}/{y}.mvt?status={status}" for status in ("new", "verification")}
    tags = dict.fromkeys(paths, "")
    seen: set[tuple[str, bytes]] = set()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with file.open("w") as log:
        while True:
            for status, path in paths.items():
                connection.request("GET", path, headers={"If-None-Match": tags[status]} if tags[status] else {})
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200:  # noqa: PLR2004  # unchanged or empty
                    continue
                tags[status] = answer.headers["ETag"]
                at = time.monotonic()
                new = {(status, name) for name in _ID.findall(body)} - seen
                seen |= new
                log.writelines(f"{at} {status} {name.decode()}\n" for status, name in new)
                log.flush()
            time.sleep(_LOOK_S)


def _seen(file: Path) -> dict[tuple[str, str], float]:
    if not file.exists():
        return {}
    lines = (line.split() for line in file.read_text().splitlines() if line.count(" ") == 2)  # noqa: PLR2004
    return {(status, name): float(at) for at, status, name in lines}


def _wait_for(changes: Changes, logs: Mapping[str, Path]) -> None:
    """Wait until everything was seen everywhere, or for long enough to call it missing."""
    deadline = time.monotonic() + _CAUGHT_UP_WITHIN_S
    while time.monotonic() < deadline and any(_missing(changes, file) for file in logs.values()):
        time.sleep(0.2)


def _missing(changes: Changes, file: Path) -> int:
    """Count what never came. A mark that was accepted may never have been seen as a new one by who started late."""
    seen = _seen(file)
    return sum((status, name) not in seen and ("verification", name) not in seen for status, name in changes.committed)


def _figures(changes: Changes, logs: Mapping[str, Path], ready_at: float) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    everything: list[float] = []
    for name, file in logs.items():
        seen = _seen(file)
        after = ready_at if name == "late" else 0.0
        delays = sorted(
            1000 * (seen[change] - at) for change, at in changes.committed.items() if change in seen and at > after
        )
        everything += delays
        figures |= {f"{name}_{key}": value for key, value in _told(delays).items()}
        figures[f"{name}_missing"] = _missing(changes, file)
    figures |= {f"all_{key}": value for key, value in _told(sorted(everything)).items()}
    figures["all_missing"] = sum(figures[f"{name}_missing"] for name in logs)
    return figures


def _told(delays: list[float]) -> dict[str, float]:
    places = {"p50_ms": 0.5, "p99_ms": 0.99, "max_ms": 1.0}
    if not delays:
        return {}
    return {name: round(delays[min(len(delays) - 1, int(part * len(delays)))], 1) for name, part in places.items()}


if __name__ == "__main__":
    sys.exit(main())
