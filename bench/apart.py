"""An empty database for a process of its own: Django is set up once in a process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASES = ("postgresql", "sqlite")


@contextmanager
def environment_of(database: str, folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment in which kmzb works on this kind of database, in the folder; a server runs meanwhile."""
    folder.chmod(0o755)
    environment = {**os.environ, "KMZB_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "kmzb.config.settings"}
    environment.pop("DATABASE_URL", None)
    if database == "sqlite":
        yield environment
        return
    with _postgres(folder) as address:
        yield {**environment, "DATABASE_URL": address}


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
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
