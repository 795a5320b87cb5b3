"""tipg, a tile server in Python over PostGIS, in an environment of its own beside the bench's."""

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.engines.engine import EngineAbsent
from bench.site import fetched

_ROOT = Path(__file__).parent.parent
_HOME = _ROOT / ".venv" / "tipg"
_PINNED = _ROOT / "requirements" / "tipg.txt"
_INSTALL_WITHIN_S, _READY_WITHIN_S = 300, 60.0


class Tipg:
    """Serves the table `marks`, at most 10,000 points a tile as it is set by default. Close it, or it stays.

    Raises:
        EngineAbsent: it cannot be installed, or does not answer.
    """

    def __init__(self, database_port: int, port: int, log: Path) -> None:
        python = _installed()
        self.address = f"http://127.0.0.1:{port}"
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql://bench@127.0.0.1:{database_port}/postgres",
            "TIPG_DB_SCHEMAS": '["public"]',
        }
        options = ["--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--log-level", "warning"]
        self._log = log.open("wb")
        self._process = subprocess.Popen(
            [python, "-m", "uvicorn", "tipg.main:app", "--no-access-log", *options],
            env=environment,
            stdout=self._log,
            stderr=self._log,
        )
        self._wait(log)

    def path(self, zxy: tuple[int, int, int], wanted: tuple[int, int, int] | None = None) -> str:
        """Return the path of a tile with the properties that ours tells too; `wanted`: category, first and last day."""
        z, x, y = zxy
        told = "properties=id,category,status,changed&geometry-column=place"
        if wanted is not None:
            category, first, last = wanted
            told += f"&filter-lang=cql2-text&filter=category%3D{category}"
            told += f"%20AND%20reported%20BETWEEN%20{first}%20AND%20{last}"
        return f"/collections/public.marks/tiles/WebMercatorQuad/{z}/{x}/{y}?{told}"

    def close(self) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait(20)
        self._log.close()

    def _wait(self, log: Path) -> None:
        deadline = time.monotonic() + _READY_WITHIN_S
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                if fetched(f"{self.address}/collections/public.marks")[0] == 200:  # noqa: PLR2004  # OK
                    return
            except OSError:
                pass
            time.sleep(0.2)
        self.close()
        raise EngineAbsent(f"tipg did not come up: {log.read_text(errors='replace')[-300:]}")


def _installed() -> str:
    python = _HOME / "bin" / "python"
    stamp = _HOME / ".pinned"
    if not stamp.exists() or stamp.read_bytes() != _PINNED.read_bytes():
        commands = (
            [sys.executable, "-m", "venv", str(_HOME)],
            [
                str(python),
                "-m",
                "pip",
                "install",
                "-q",
                "--disable-pip-version-check",
                "--require-hashes",
                "-r",
                str(_PINNED),
            ],
        )
        for command in commands:
            try:
                subprocess.run(command, check=True, capture_output=True, timeout=_INSTALL_WITHIN_S)
            except (subprocess.SubprocessError, OSError) as error:
                raise EngineAbsent(f"tipg could not be installed ({type(error).__name__})") from error
        stamp.write_bytes(_PINNED.read_bytes())
    return str(python)
