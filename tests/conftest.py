"""What many tests share: a running site, a browser, the open data of the country."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest

from site_under_test import Site

# Drawn examples are judged by their answers; a busy machine may take its time.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

NewDatabase = Callable[[], str]
_DATABASE_FIXTURES = {"db", "transactional_db", "new_database"}
ROOT = Path(__file__).parent.parent
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what no database can change: it ran on SQLite."""
    if os.environ.get("KMZB_TEST_DB") != "postgres":
        return
    left_out = [item for item in items if not _depends_on_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _depends_on_database(item)]


def _depends_on_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & _DATABASE_FIXTURES)


@pytest.fixture(scope="session")
def country_data() -> Path:
    """The folder of open data beside the checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the open data of the country is not beside this checkout (../shared/data)")
    return folder


@pytest.fixture(scope="session")
def new_database() -> NewDatabase:
    """Make a fresh PostgreSQL database at each call and return its address; "" on SQLite."""
    numbers = itertools.count(1)

    def _new() -> str:
        url = os.environ.get("DATABASE_URL", "")
        name = f"kmzb_site_{os.getpid()}_{next(numbers)}"
        if url:
            with psycopg.connect(url.replace("/kmzb?", "/postgres?"), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
        return url.replace("/kmzb?", f"/{name}?")

    return _new


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[Site]:
    """The whole system with sample data, shared by a run."""
    running = Site(tmp_path_factory.mktemp("site"), new_database()).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    return CHROMIUM


@pytest.fixture(scope="session")
def chromium_switches() -> list[str]:
    """What keeps a Chromium from calling home."""
    quiet = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    return [*quiet.split(), "--disable-component-update", "--disable-sync"]
