"""The same circle with plain forms: scripts are off, everything else stays."""

import re
import secrets

import pytest
from playwright.sync_api import Page, Route, expect

from api_resident import ApiResident
from on_screen import OfficeDesk, seconds_until, shown
from site_under_test import Site
from window import DESK, PHONE, Window

pytestmark = pytest.mark.browser

IN_ZARNOW = (20.1720, 51.2467)
LATITUDE_OF_5_M = 0.000045


def begin(plain: Window, category: str) -> Page:
    page = plain.open("/")
    page.get_by_role("link", name="Zgłoś zagrożenie").click()
    page.get_by_text(category, exact=True).click()
    return page


def type_point(page: Page, lon: float, lat: float) -> None:
    page.get_by_label("Szerokość geograficzna").fill(f"{lat}".replace(".", ","))
    page.get_by_label("Długość geograficzna").fill(str(lon))
    page.get_by_role("button", name="Pokaż to miejsce").click()


def accept_rules(page: Page) -> None:
    page.get_by_role("checkbox", name=re.compile("112")).check()


def receipt_on(page: Page) -> str:
    expect(page.get_by_role("heading", name="Zgłoszenie przyjęte")).to_be_visible()
    return re.sub(r"\s", "", page.locator(".receipt-code").inner_text())


def point_on(page: Page) -> tuple[float, float]:
    return float(page.locator("#lon").input_value()), float(page.locator("#lat").input_value())


def test_the_circle_with_plain_forms(plain: Window, window, site: Site):
    page = begin(plain, "Dzikie wysypiska śmieci")
    page.get_by_label("Miejscowość, gmina lub powiat").fill("zarnow")
    page.get_by_role("button", name="Szukaj miejsca").click()
    page.locator("#place-results button").first.click()
    before = point_on(page)
    page.locator("#picture").click(position={"x": 200, "y": 150})
    clicked = point_on(page)
    assert clicked != before
    page.get_by_role("button", name="Na północ").click()
    assert point_on(page)[1] - clicked[1] == pytest.approx(LATITUDE_OF_5_M, rel=0.05)
    expect(page.locator("#unit")).to_contain_text("Komenda Powiatowa Policji w Opocznie")
    page.get_by_label("w nocy").check()
    page.get_by_label("Opis", exact=True).fill("Opony w rowie, zażółć 🛞")
    accept_rules(page)
    page.get_by_role("button", name="Wyślij zgłoszenie").click()
    code = receipt_on(page)
    expect(page.locator("svg.qr")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Komenda Powiatowa Policji w Opocznie")
    assert page.url == f"{site.url}/report"

    reference = page.locator(".done .num").inner_text()
    desk = OfficeDesk(window(DESK, java_script_enabled=False), site)
    desk.sign_in(site.officer("local_coordinator", "KPP-1007"))
    work_without_scripts(desk, reference)
    followed = follow(plain.open("/follow"), code)
    assert followed[-1] == "Policjanci uznali zgłoszenie za żart lub pomyłkę."


def work_without_scripts(desk: OfficeDesk, reference: str) -> None:
    """Accept and dismiss, by links and forms alone."""
    desk.find(reference)
    desk.begin("accept")
    desk.finish("Przyjęte. Karta OPO")
    form = desk.begin("dismiss")
    form.get_by_label("Miejsce albo kategorię wybrano przez pomyłkę.").check()
    desk.finish("żart lub pomyłkę")


def follow(page: Page, code: str) -> list[str]:
    page.get_by_label("Kod zgłoszenia").fill(code.lower())
    page.get_by_role("button", name="Pokaż historię").click()
    assert code not in page.url
    expect(page.locator(".timeline")).to_be_visible()
    return [words.replace("\xa0", " ") for words in page.locator(".timeline h3:not(.soft)").all_inner_texts()]


def test_a_form_posted_twice_is_sent_once(plain: Window, site: Site):
    # Where no other test reports: a mark nearby would be offered for confirming first.
    lon, lat = 20.31 + secrets.randbelow(50_000) / 1_000_000, 51.322
    page = begin(plain, "Wypalanie traw")
    type_point(page, round(lon, 6), lat)
    accept_rules(page)
    answers = []

    def press_twice(route: Route) -> None:
        answers.extend((route.fetch(), route.fetch()))
        route.fulfill(response=answers[-1])

    page.route("**/report", press_twice)
    page.get_by_role("button", name="Wyślij zgłoszenie").click()
    code = receipt_on(page)
    assert [answer.status for answer in answers] == [200, 200]
    assert [code in re.sub(r"\s", "", re.sub(r"<[^>]*>", "", answer.text())) for answer in answers] == [True, True]
    assert ApiResident(site).follow(code)[0] == 200
    box = f"{lon - 0.0001},{lat - 0.0001},{lon + 0.0001},{lat + 0.0001}"
    around = f"/api/v1/features?category=grass_burning&bbox={box}"
    seconds_until(lambda: site.call(around)[1]["total"] > 0, at_most=2)
    assert site.call(around)[1]["total"] == 1


def test_a_mark_nearby_is_offered_before_it_is_sent_twice(plain: Window, site: Site):
    lon, lat = 20.3308, 51.3444
    _, there = ApiResident(site).report(category="stray_dogs", lon=lon, lat=lat)
    seconds_until(lambda: shown(site, there["feature_id"]) != {}, at_most=2)
    page = begin(plain, "Wałęsające się bezpańskie psy")
    page.get_by_label("Szerokość geograficzna").fill(str(lat + 0.0005))
    page.get_by_label("Długość geograficzna").fill(str(lon))
    accept_rules(page)
    page.get_by_role("button", name="Wyślij zgłoszenie").click()
    offer = page.locator("#nearby")
    expect(offer).to_contain_text("Zanim wyślesz: takie zgłoszenie już tu jest")
    offer.locator(f"button[value='confirm:{there['feature_id']}']").click()
    expect(page.get_by_role("heading", name="Dziękujemy za potwierdzenie")).to_be_visible()
    seconds_until(lambda: shown(site, there["feature_id"])["confirmations"] == "1", at_most=2)


def test_the_list_and_a_mark_are_read_and_confirmed(plain: Window, site: Site):
    page = plain.open("/list?unit=KPP-1007")
    for status in page.locator("input[name=status]:not([value=new])").all():
        status.uncheck()
    page.get_by_role("button", name="Pokaż", exact=True).click()
    assert "status=new" in page.url
    assert "unit=KPP-1007" in page.url
    _, found = site.call("/api/v1/features?unit=KPP-1007&status=new")
    expect(page.locator(".lead .num")).to_have_text(str(found["total"]))
    page.locator(".rows .row-title a").first.click()
    page.get_by_role("button", name="Ja też to widzę").click()
    expect(page.get_by_role("heading", name="Dziękujemy za potwierdzenie")).to_be_visible()
    page.get_by_role("link", name="Wróć do tego zgłoszenia").click()
    expect(page.get_by_role("heading", name="Historia")).to_be_visible()


def test_the_map_is_a_picture_with_links(window, site: Site):
    for size in (PHONE, DESK):
        page = window(size, java_script_enabled=False).open("/")
        page.locator(".plain-map a[href*='z=']").first.click()
        expect(page.locator(".plain-map a[href]").first).to_be_visible()
        assert "z=" in page.url
        page.get_by_role("link", name="Oddal").click()
        expect(page.get_by_role("group", name="Mapa ze znakami")).to_be_visible()


def test_what_is_wrong_is_said_and_nothing_is_lost(plain: Window):
    page = begin(plain, "Niszczenie zieleni")
    page.get_by_label("piątek").check()
    page.get_by_label("Opis", exact=True).fill("ż" * 501)
    page.get_by_role("button", name="Wyślij zgłoszenie").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_visible()
    for said in ("501 znaków", "zasady", "miejsce"):
        expect(summary).to_contain_text(said)
    summary.get_by_role("link", name=re.compile("zasady")).click()
    expect(page.get_by_role("checkbox", name=re.compile("112"))).to_be_focused()
    expect(page.get_by_role("radio", name="Niszczenie zieleni")).to_be_checked()
    expect(page.get_by_label("piątek")).to_be_checked()
    expect(page.get_by_label("Opis", exact=True)).to_have_value("ż" * 501)
