"""A territory room that remembers nothing of the test before."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kmzb.territory.api import EditionInfo, ImportReport, ImportRequest, Locator, forget, import_territory
from kmzb.territory.builtin.build import builtin_content
from kmzb.territory.current import Current
from kmzb.territory.locator import Index
from kmzb.territory.register import Register, Retired
from small_country import NOW, load_small_country
from territory_files import write_gminas, write_units


@pytest.fixture(autouse=True)
def unremembered() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def country(db: None) -> None:
    load_small_country()


@pytest.fixture(scope="session")
def approximate_country() -> Current:
    """The built-in territory, ready, without any database."""
    content = builtin_content()
    info = EditionInfo(1, content.digest, date(2026, 11, 22), "próba", is_approximate=True)
    return Current(content, Locator(info, Index(content)), Register(content, Retired({}, {}, {})))


@pytest.fixture
def bring(db: None, tmp_path: Path) -> Callable[..., ImportReport]:
    """Import the small files, or others given by name."""

    def _bring(*, check_only: bool = False, **given: Any) -> ImportReport:
        request: dict[str, Any] = {"areas": [tmp_path / "gminy.geojson"], "units": tmp_path / "units.csv", **given}
        if "areas" not in given:
            write_gminas(tmp_path / "gminy.geojson")
        if "units" not in given:
            write_units(tmp_path / "units.csv")
        return import_territory(ImportRequest(**request), now=NOW, check_only=check_only)

    return _bring
