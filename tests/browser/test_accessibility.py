"""Every page under axe: in each language, light and dark, on a phone and at a desk."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from api_resident import OPOCZNO, ApiResident
from axe import violations
from on_screen import OfficeDesk, ReportForm, beat_officer, seconds_until, shown
from public_pages import PAGES
from site_under_test import Site

pytestmark = [pytest.mark.browser, pytest.mark.any_database]

ACTIONS_OF_A_COORDINATOR = 12
NARROW, WIDE = (390, 844), (1280, 800)
PREFIXES = {"pl": "", "en": "/en", "uk": "/uk"}
ADDRESSES = ("", *PAGES, "/missing")


@pytest.fixture
def mark(site: Site) -> str:
    """A public mark with a history."""
    _, answer = ApiResident(site).report(category="public_drinking", time_of_day="evening", weekdays=[5, 6])
    seconds_until(lambda: shown(site, answer["feature_id"]) != {}, at_most=2)
    return answer["feature_id"]


def at_both_widths(page: Page) -> list[str]:
    """Return what axe finds on the page, on a phone and at a desk."""
    return at_widths(page, NARROW, WIDE)


def in_language(page: Page, language: str) -> list[str]:
    """Return what axe finds on a page in Polish at both widths; other languages change its words and no more."""
    return at_both_widths(page) if language == "pl" else at_widths(page, NARROW)


def at_widths(page: Page, *sizes: tuple[int, int]) -> list[str]:
    found = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{page.url} at {width}: {one}" for one in violations(page)]
    return found


def clean(found: list[str]) -> None:
    listed = "\n".join(dict.fromkeys(found))
    assert not listed, f"axe found:\n{listed}"


@pytest.mark.parametrize("language", PREFIXES)
def test_every_public_page(window, mark: str, language: str):
    person = window(NARROW)
    found = []
    for path in (*ADDRESSES, f"/mark/{mark}"):
        page = person.open(f"{PREFIXES[language]}{path}" or "/")
        expect(page.locator("html")).to_have_attribute("lang", language)
        ready(page)
        found += in_language(page, language)
    clean(found)


def ready(page: Page) -> None:
    """Wait until scripts have made of the page what they will."""
    if page.locator("[data-map-page]").count():
        expect(page.locator("[data-map-page][data-marks]")).to_be_visible()
    if page.locator("form[data-report]").count():
        expect(page.locator("form[data-report][data-ready]")).to_be_visible()


@pytest.mark.parametrize("language", PREFIXES)
def test_the_form_the_receipt_and_what_it_opens(window, site: Site, language: str):
    person = window(NARROW)
    page = person.open(f"{PREFIXES[language]}/report")
    found = []
    form = ReportForm(person).ready()
    form.forward()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    found += in_language(page, language)
    page.locator("label[for=category-speeding]").click()
    form.forward()
    form.stands_at("place")
    page.locator(".place-detail button").click()
    page.locator("#typed-lat").fill("51.3782")
    page.locator("#typed-lon").fill("20.2931")
    page.locator("#typed-lon").press("Enter")
    expect(page.locator(".place.has-point")).to_be_visible()
    found += in_language(page, language)
    form.forward()
    form.stands_at("when")
    found += in_language(page, language)
    form.forward()
    form.stands_at("send")
    page.locator("#description").fill("x" * 501)
    page.locator("#rules_accepted").check()
    found += in_language(page, language)
    page.locator("#description").fill("")
    sent = form.send()
    found += in_language(page, language)
    page.locator("#saved").check()
    page = person.open(f"{PREFIXES[language]}/follow")
    page.locator("#receipt").fill(sent.receipt)
    page.locator("form[data-follow] button").click()
    expect(page.locator(".timeline")).to_be_visible()
    found += in_language(page, language)
    clean(found)


@pytest.mark.parametrize("language", PREFIXES)
def test_an_open_card(window, mark: str, language: str):
    page = window(WIDE).open(f"{PREFIXES[language]}/?mark={mark}")
    expect(page.locator("#card-title")).to_be_focused()
    clean(in_language(page, language))


def test_signing_in(window):
    page = window(NARROW).open("/office/")
    found = at_both_widths(page)
    page.get_by_role("button", name="Zaloguj się").click()
    expect(page.get_by_role("alert")).to_be_visible()
    clean(found + at_both_widths(page))


def test_the_office_of_a_coordinator(window, site: Site):
    desk = OfficeDesk(window(WIDE), site).sign_in(site.officer("local_coordinator", "KPP-1007"))
    found = []
    for path in pages_of_a_coordinator(desk):
        found += at_widths(desk.window.open(path), WIDE)
    clean(found)


def pages_of_a_coordinator(desk: OfficeDesk) -> Iterator[str]:
    """Yield the queue, cases, the form of every step, and the pages around them."""
    forms: dict[str, str] = {}
    for status in ("new", "verification", "confirmed", "confirmed_referred", "not_confirmed"):
        desk.window.open(f"/office/?status={status}")
        case_id = desk.page.locator("a[data-case]").first.get_attribute("data-case")
        desk.window.open(f"/office/case/{case_id}")
        links = [link.get_attribute("href") or "" for link in desk.page.locator(".case-acts a[href*='/step/']").all()]
        forms |= {urlsplit(link).path.rpartition("/")[2]: link for link in links}
    assert len(forms) == ACTIONS_OF_A_COORDINATOR
    yield from forms.values()
    yield from (f"/office/?status={status}&case={case_id}", f"/office/case/{case_id}", f"/office/case/{case_id}/card")
    yield from ("/office/", "/office/?q=nothing-like-this", "/office/day", "/office/account", "/office/password")
    yield from ("/office/case/999999", "/office/officers")


def test_the_office_on_a_phone(window, site: Site):
    desk = OfficeDesk(window(NARROW), site).sign_in(beat_officer(site, *OPOCZNO))
    found = at_widths(desk.page, NARROW)
    for path in ("/office/", "/office/account"):
        found += at_widths(desk.window.open(path), NARROW)
    desk.page.goto(f"{site.url}/office/day")
    desk.page.get_by_role("link", name="Cała sprawa i opis").click()
    found += at_widths(desk.page, NARROW)
    desk.begin("visit")
    clean(found + at_widths(desk.page, NARROW))


def test_the_office_of_an_administrator(window, site: Site):
    desk = OfficeDesk(window(WIDE), site).sign_in(site.officer("administrator", "KGP"))
    found = at_widths(desk.page, WIDE)
    for path in ("/office/officers/new", "/office/officers/1"):
        found += at_widths(desk.window.open(path), WIDE)
    clean(found)
