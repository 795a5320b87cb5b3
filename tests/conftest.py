"""What many tests share: a running site, a browser, the open data of the country."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from site_under_test import Site

ROOT = Path(__file__).parent.parent
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


@pytest.fixture(scope="session")
def country_data() -> Path:
    """The folder of open data beside the checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the open data of the country is not beside this checkout (../shared/data)")
    return folder


@pytest.fixture(scope="session")
def new_database_url() -> Iterator[str]:
    """The address of a fresh PostgreSQL database, or nothing on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield ""
        return
    name = f"kmzb_site_{os.getpid()}"
    with psycopg.connect(url.replace("/kmzb?", "/postgres?"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield url.replace("/kmzb?", f"/{name}?")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, new_database_url: str) -> Iterator[Site]:
    """The whole system with sample data, shared by a run."""
    running = Site(tmp_path_factory.mktemp("site"), new_database_url).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium, kept from calling home."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    quiet = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [*quiet.split(), "--disable-component-update", "--disable-sync"],
    }
