"""No test: pictures of the key pages for people to look at. `scripts/screenshots FOLDER` calls it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api_resident import OPOCZNO
from on_screen import OfficeDesk, ReportForm, beat_officer
from site_under_test import Site
from window import PHONE, Window

DESK = (1280, 800)
OFFICE = (1440, 900)
SIZES = {"phone": (PHONE, 2), "desk": (DESK, 1.5)}
THEMES = ("light", "dark")


@pytest.fixture(scope="module")
def site(tmp_path_factory, new_database) -> Iterator[Site]:
    """A site with as many reports as a demonstration shows."""
    running = Site(tmp_path_factory.mktemp("pictures"), new_database(), command=("demo",), ready_within_s=600).start()
    yield running
    running.stop()


@pytest.fixture
def keep():
    """Write down what a page looks like."""
    folder = Path(os.environ["KMZB_PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)

    def _keep(page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png")

    return _keep


@pytest.fixture(params=[(size, theme) for size in SIZES for theme in THEMES], ids="-".join)
def person(request, window) -> tuple[Window, str]:
    size, theme = request.param
    pixels, density = SIZES[size]
    return window(pixels, device_scale_factor=density, color_scheme=theme), f"{size}-{theme}"


def drawn(page: Page) -> Page:
    expect(page.locator("[data-map-page][data-marks]")).to_be_visible()
    return page


def test_the_map_and_its_cards(person, keep, site: Site):
    window, look = person
    keep(drawn(window.open("/")), f"map-{look}")
    keep(drawn(window.open("/?unit=KPP-1007")), f"map-unit-{look}")
    _, found = site.call("/api/v1/features?unit=KPP-1007&status=confirmed&limit=1")
    page = drawn(window.open(f"/?mark={found['features'][0]['id']}"))
    expect(page.locator("#card-title")).to_be_visible()
    keep(page, f"card-{look}")
    keep(window.open("/list?unit=KPP-1007"), f"list-{look}")
    keep(window.open(f"/mark/{found['features'][0]['id']}"), f"mark-{look}")


def test_the_words(person, keep):
    window, look = person
    for name in ("help", "rules", "privacy", "accessibility", "credits", "missing"):
        keep(window.open(f"/{name}"), f"{name}-{look}")


def test_the_form_and_what_follows(person, keep):
    window, look = person
    form = ReportForm(window).from_the_map()
    keep(window.page, f"report-1-{look}")
    form.choose("Akty wandalizmu").search_place("opocz", "Opoczno").tap_the_map()
    expect(form.step("place").get_by_text("Odpowie")).to_be_visible()
    keep(window.page, f"report-2-{look}")
    form.forward()
    form.stands_at("when").page.get_by_label("wieczorem").check()
    keep(window.page, f"report-3-{look}")
    form.forward()
    form.stands_at("send").forward()
    keep(window.page, f"report-4-refused-{look}")
    sent = form.accept_rules().send()
    keep(window.page, f"receipt-{look}")
    window.page.get_by_label("Mam zapisany").check()
    page = window.open("/follow")
    keep(page, f"follow-{look}")
    page.get_by_label("Kod zgłoszenia").fill(sent.receipt)
    page.get_by_role("button", name="Pokaż historię").click()
    expect(page.locator(".timeline")).to_be_visible()
    keep(page, f"history-{look}")


@pytest.mark.parametrize("theme", THEMES)
def test_the_office(window, keep, site: Site, theme: str):
    desk = OfficeDesk(window(OFFICE, color_scheme=theme), site)
    keep(desk.window.open("/office/"), f"office-sign-in-{theme}")
    desk.sign_in(site.officer("local_coordinator", "KPP-1007"))
    desk.page.locator("a[data-case]").nth(3).click()
    expect(desk.brief).to_be_visible()
    keep(desk.page, f"office-queue-{theme}")
    desk.window.open("/office/?status=verification")
    desk.page.locator("a[data-case]").first.click()
    desk.begin("confirm")
    keep(desk.page, f"office-step-{theme}")
    case_id = desk.page.locator("a[data-case]").first.get_attribute("data-case")
    keep(desk.window.open(f"/office/case/{case_id}"), f"office-case-{theme}")
    keep(desk.window.open(f"/office/case/{case_id}/card"), f"office-card-{theme}")


@pytest.mark.parametrize("theme", THEMES)
def test_the_day_of_a_beat_officer(window, keep, site: Site, theme: str):
    beat = OfficeDesk(window(PHONE, device_scale_factor=2, color_scheme=theme), site)
    beat.sign_in(beat_officer(site, *OPOCZNO))
    keep(beat.page, f"office-day-{theme}")
