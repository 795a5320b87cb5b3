"""A real Chromium before the running site. Every window must stay quiet and talk to the site alone."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from site_under_test import Site
from window import DESK, PHONE, Window

OpenWindow = Callable[..., Window]
PATIENCE = timedelta(seconds=20)
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="module")
def chromium(chromium_path: str, chromium_switches: list[str]) -> Iterator[Browser]:
    """A browser for one module: while it runs, this thread has an event loop, which Django's database tests refuse."""
    expect.set_options(timeout=PATIENCE.total_seconds() * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=chromium_switches)
        yield browser
        browser.close()


@pytest.fixture
def window(
    chromium: Browser, site: Site, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenWindow]:
    """Open windows, each a person of their own; afterwards none may have complained or talked to strangers."""
    opened: list[Window] = []

    def _open(size: tuple[int, int] = PHONE, **options: object) -> Window:
        width, height = size
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="pl-PL", **options)
        context.set_default_timeout(PATIENCE.total_seconds() * 1000)
        opened.append(Window(site.url, context))
        return opened[-1]

    yield _open
    if request.node.stash.get(FAILED, False):
        _keep_pictures(opened, tmp_path_factory.getbasetemp(), request.node.name)
    for one in opened:
        one.context.close()
    assert [complaint for one in opened for complaint in one.complaints] == []
    assert set().union(*(one.strangers for one in opened)) == set()


def _keep_pictures(windows: list[Window], folder: Path, name: str) -> None:
    for number, one in enumerate(windows):
        if one.page.is_closed():
            continue
        path = folder / f"{re.sub(r'[^a-z0-9]+', '-', name)}-{number}.png"
        one.page.screenshot(path=path)
        print(f"{one.page.url} looked like {path}")  # noqa: T201  # pytest shows it beside the failure


@pytest.fixture
def phone(window: OpenWindow) -> Window:
    return window(PHONE, has_touch=True)


@pytest.fixture
def desk(window: OpenWindow) -> Window:
    return window(DESK)


@pytest.fixture
def plain(window: OpenWindow) -> Window:
    """A browser without JavaScript."""
    return window(DESK, java_script_enabled=False)
