"""A whole system in processes of its own, as `kmzb demo` starts it: for journeys, browsers and violent ends."""

import json
import math
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Of a proof of work: the tests do not measure how long a device works.
PROOF_COST, PROOF_ATTEMPTS = 10, 5
_PRICE = {"KMZB_PROOF_COST": str(PROOF_COST), "KMZB_PROOF_ATTEMPTS": str(PROOF_ATTEMPTS)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Site:
    """A running system on loopback; it ends with the test run."""

    folder: Path
    database_url: str
    environment: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ("demo", "--reports", "300")
    prefix: tuple[str, ...] = ()
    ready_within_s: float = 120
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def officers(self) -> list[dict[str, str]]:
        return json.loads((self.folder / "demo-officers.json").read_text())

    def officer(self, role: str, unit: str) -> dict[str, str]:
        return next(o for o in self.officers if (o["role"], o["unit"]) == (role, unit))

    def start(self) -> "Site":
        environment = {**os.environ, **_PRICE, **self.environment}
        environment.pop("KMZB_DATA", None)
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        environment.pop("DATABASE_URL", None)
        if self.database_url:
            environment["DATABASE_URL"] = self.database_url
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [
                *self.prefix,
                *(sys.executable, "-m", "kmzb.cli.main", *self.command),
                *("--port", str(self.port), "--data", str(self.folder)),
            ],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self._wait_until_ready()
        return self

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + self.ready_within_s
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"the site did not start:\n{(self.folder / 'server.log').read_text()[-4000:]}")

    def stop(self) -> None:
        """End it politely."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, how)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def tile(self, zoom: int, lon: float, lat: float) -> bytes:
        """Return the live tile over a point as it is sent; nothing for an empty one."""
        column = (lon + 180) / 360
        row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
        path = f"/tiles/v1/live/{zoom}/{int(column * 2**zoom)}/{int(row * 2**zoom)}.mvt"
        with urllib.request.urlopen(f"{self.url}{path}", timeout=10) as answer:
            return answer.read()

    def call(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Ask the API as a program would; return status and JSON."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}{path}", data=data, headers=dict(headers))
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.loads(refusal.read() or b"null")
