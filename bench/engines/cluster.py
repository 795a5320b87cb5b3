"""A PostgreSQL with PostGIS of its own: in a temporary folder, on a Unix socket, as a user without rights."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.engines.engine import EngineAbsent
from bench.system import as_nobody, given_to, install

_PATIENCE_S = 120
_GIB = 1 << 30


class Cluster:
    """A running server; `dsn` connects to it as its owner. Close it, or its folder stays.

    With a `port` it also listens on loopback, for clients that know no Unix sockets.
    """

    def __init__(self, port: int | None = None) -> None:
        self._bin = _binaries_with_postgis()
        self._rights = as_nobody()
        # Another user must be able to reach the folder, wherever this one keeps temporary files.
        self._folder = Path(tempfile.mkdtemp(prefix="kmzb-bench-pg-", dir="/tmp" if self._rights else None))
        given_to(self._folder, self._rights)
        self._data = self._folder / "data"
        self._run("initdb", "-D", str(self._data), "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        with (self._data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in _settings(self._folder, port).items())
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._data), "-w", "-t", str(_PATIENCE_S), "-l", log, "start")
        self.dsn = f"host={self._folder} port={port or 5432} user=bench dbname=postgres"

    def close(self) -> None:
        """Stop the server and delete its data."""
        try:
            self._run("pg_ctl", "-D", str(self._data), "-w", "-t", "30", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        rights: dict[str, Any] = self._rights
        # Output goes to a file: the server keeps what it inherits, and a pipe would never end.
        with tempfile.TemporaryFile() as said:
            ended = subprocess.run(
                command, stdout=said, stderr=said, cwd=self._folder, timeout=_PATIENCE_S, check=False, **rights
            )
            said.seek(0)
            if ended.returncode:
                raise EngineAbsent(f"{program} failed: {said.read().decode(errors='replace').strip()[-300:]}")


def _settings(folder: Path, port: int | None) -> dict[str, str]:
    """Return settings that favour reading: memory enough for all, both cores for one query, no crash safety."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    cores = os.cpu_count() or 1
    return {
        "listen_addresses": "''" if port is None else "'127.0.0.1'",
        "port": str(port or 5432),
        "unix_socket_directories": f"'{folder}'",
        "shared_buffers": f"{min(4 * _GIB, memory // 4) >> 20}MB",
        "effective_cache_size": f"{memory // 2 >> 20}MB",
        "work_mem": "256MB",
        "maintenance_work_mem": f"{min(2 * _GIB, memory // 8) >> 20}MB",
        "max_worker_processes": str(2 * cores),
        "max_parallel_workers": str(cores),
        "max_parallel_workers_per_gather": str(cores),
        "max_parallel_maintenance_workers": str(cores),
        "random_page_cost": "1.1",
        "jit": "off",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "8GB",
        "autovacuum": "off",
    }


def _binaries_with_postgis() -> Path:
    found = _installed()
    if found is None:
        install(_package())
        found = _installed()
    if found is None:
        raise EngineAbsent("PostGIS is not installed with any PostgreSQL here")
    return found


def _installed() -> Path | None:
    """Return the folder of binaries of the newest PostgreSQL that has PostGIS."""
    versions = [path for path in Path("/usr/lib/postgresql").glob("*") if path.name.isdecimal()]
    for version in sorted(versions, key=lambda path: -int(path.name)):
        control = Path("/usr/share/postgresql") / version.name / "extension" / "postgis.control"
        if control.exists() and (version / "bin" / "initdb").exists():
            return version / "bin"
    return None


def _package() -> str:
    """Return the name of the package that brings PostGIS, for whichever PostgreSQL the system has."""
    if shutil.which("apt-cache") is None:
        raise EngineAbsent("PostGIS is missing, and this system has no apt")
    listed = subprocess.run(["apt-cache", "pkgnames", "postgresql-"], capture_output=True, text=True, check=False)
    names = re.findall(r"^postgresql-(\d+)-postgis-3$", listed.stdout, re.MULTILINE)
    return f"postgresql-{max(map(int, names), default=15)}-postgis-3"
