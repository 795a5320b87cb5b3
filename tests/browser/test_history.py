"""History on the map: the switch, the time slider, the numbers, places by name, marks on one spot, past marks."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from api_resident import ApiResident
from axe import violations
from on_screen import seconds_until, shown
from site_under_test import Site
from window import PHONE, Window

pytestmark = [pytest.mark.browser, pytest.mark.any_database]

COUNTY = "1007"
SPOT = (20.2901, 51.3811)


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def history(window: Window, query: str = "") -> Page:
    page = window.open(f"/?set=history{query}")
    expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
    return page


def handle(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name)


def total(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator("[data-total]").inner_text()))


def shows(page: Page, count: int) -> None:
    """Wait until panel and rings say the same number."""
    expect(page.locator("[data-total]")).to_have_text(re.compile(f"^{count:,}$".replace(",", r"\s?")))
    expect(page.locator("[data-map-page]")).to_have_attribute("data-marks", str(count))


def counted(site: Site, query: str) -> dict[str, object]:
    return site.call(f"/api/v1/summary?{query}")[1]


def tiles(requests: list[Request], since: int = 0) -> list[Request]:
    return [request for request in requests[since:] if "/tiles/v1/history/" in request.url]


def test_the_switch_stands_in_the_address_and_goes_back(desk: Window, site: Site):
    page = desk.open("/?category=vandalism,illegal_parking")
    expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
    page.get_by_text("Wszystkie od 2016", exact=True).click()
    expect(page.get_by_role("group", name="Kiedy zgłoszono")).to_be_visible()
    assert asked(page) == {"set": ["history"], "category": ["illegal_parking,vandalism"]}
    shows(page, counted(site, "set=history&category=vandalism,illegal_parking")["total"])
    assert tiles(desk.requests)
    page.go_back()
    expect(page.get_by_role("radio", name="Na mapie dziś")).to_be_checked()
    expect(page.get_by_role("group", name="Kiedy zgłoszono")).to_be_hidden()
    shows(page, counted(site, "category=vandalism,illegal_parking")["total"])
    page.go_forward()
    expect(page.get_by_role("radio", name="Wszystkie od 2016")).to_be_checked()


def test_the_keys_move_the_edges_by_months_and_say_them(desk: Window, site: Site):
    page = history(desk)
    months = sorted(counted(site, "set=history")["by_month"])
    begin, end = handle(page, "Początek okresu"), handle(page, "Koniec okresu")
    expect(end).to_have_attribute("aria-valuetext", re.compile("^do listopada.2026|^do [a-zń]+.20"))
    begin.focus()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(begin).to_have_attribute("aria-valuetext", re.compile(r"^od [a-zńźś]+\s20\d\d$"))
    first = asked(page)["from"][0]
    assert first.endswith("-01")
    assert first[:7] > months[0]
    assert "to" not in asked(page)
    shows(page, counted(site, f"set=history&from={first}")["total"])
    page.go_back()
    assert "from" not in asked(page)
    shows(page, counted(site, "set=history")["total"])


def test_the_edges_never_cross(desk: Window):
    page = history(desk)
    handle(page, "Koniec okresu").focus()
    page.keyboard.press("Home")
    begin, end = (int(handle(page, name).input_value()) for name in ("Początek okresu", "Koniec okresu"))
    assert end == begin + 1
    handle(page, "Początek okresu").focus()
    page.keyboard.press("End")
    begin, end = (int(handle(page, name).input_value()) for name in ("Początek okresu", "Koniec okresu"))
    assert end == begin + 1


def test_the_middle_drags_the_window_and_the_old_marks_stay_until_the_new_come(desk: Window, site: Site):
    page = history(desk)
    page.get_by_role("button", name="12 miesięcy").click()
    begin, end = handle(page, "Początek okresu"), handle(page, "Koniec okresu")
    width = int(end.input_value()) - int(begin.input_value())
    before = asked(page)
    seen: list[str] = []
    page.expose_function("seen", lambda count: seen.append(count))  # noqa: PLW0108  # Playwright marks what it is given
    page.evaluate(
        """() => new MutationObserver(() => window.seen(document.querySelector("[data-map-page]").dataset.marks))
            .observe(document.querySelector("[data-map-page]"), {attributeFilter: ["data-marks"]})"""
    )
    box = page.locator(".time-window").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10)
    page.mouse.down()
    for step in range(1, 25):
        page.mouse.move(box["x"] + box["width"] / 2 - 6 * step, box["y"] + 10)
    page.mouse.up()
    expect(page).to_have_url(re.compile("&to="))
    after = asked(page)
    assert after["from"] < before["from"]
    assert {"from", "to"} < set(after)
    assert int(end.input_value()) - int(begin.input_value()) == width == 12
    question = "&".join(f"{name}={values[0]}" for name, values in after.items())
    shows(page, counted(site, question)["total"])
    assert seen
    assert all(int(count) > 0 for count in seen), "the marks vanished on the way"


def test_moves_that_come_faster_than_answers_are_not_all_asked(desk: Window, site: Site):
    page = history(desk)
    since = len(desk.requests)
    page.evaluate(
        """async () => {
            const edge = document.querySelector(".time-first");
            for (let month = 1; month <= 60; month++) {
                edge.value = String(month);
                edge.dispatchEvent(new Event("input", {bubbles: true}));
                await new Promise((resolve) => setTimeout(resolve, 4));
            }
            edge.dispatchEvent(new Event("change", {bubbles: true}));
        }"""
    )
    expect(page).to_have_url(re.compile("&from=2021-09-01"))
    shows(page, counted(site, "set=history&from=2021-09-01")["total"])
    questions = {urlsplit(request.url).query for request in tiles(desk.requests, since)}
    assert "from=2021-09-01" in questions
    assert len(questions) < 45, "a question for every move"


def test_the_window_holds_what_its_months_hold(desk: Window, site: Site):
    page = history(desk)
    by_month = counted(site, "set=history")["by_month"]
    month = max(by_month, key=by_month.get)
    page = history(desk, f"&from={month}-01&to={month}-28")
    begin = handle(page, "Początek okresu")
    expect(begin).to_have_attribute("aria-valuetext", re.compile(rf"\s{month[:4]}$"))
    shows(page, counted(site, f"set=history&from={month}-01&to={month}-28")["total"])


def test_a_county_found_by_name_is_shown_alone_with_its_numbers(desk: Window, site: Site):
    page = history(desk)
    page.get_by_role("combobox").fill("powiat opoczynski")
    page.get_by_role("option", name=re.compile("powiat opoczyński")).first.click()
    expect(page.locator("[data-place-chip]")).to_contain_text("powiat opoczyński")
    assert asked(page)["area"] == [COUNTY]
    assert desk.asked(f"/basemap/area/{COUNTY}.json")
    there = counted(site, f"set=history&area={COUNTY}")
    shows(page, there["total"])
    page.get_by_role("link", name="Co tu jest: liczby").click()
    expect(page.get_by_role("heading", name="Co tu jest")).to_be_focused()
    panel = page.locator("[data-card]")
    expect(panel).to_contain_text("powiat opoczyński")
    expect(panel.locator(".figure").first).to_contain_text(str(there["total"]))
    expect(panel.locator(".figure").nth(1)).to_contain_text(f"{round(there['confirmed_share'] * 100)}%")
    link = panel.get_by_role("link", name="Pobierz CSV").get_attribute("href")
    assert parse_qs(urlsplit(link).query) == {"set": ["history"], "area": [COUNTY]}
    address = page.url
    page.keyboard.press("Escape")
    expect(page.locator("#card-title")).to_have_count(0)
    page = desk.open(address.removeprefix(site.url))
    expect(page.locator("[data-card] .figure").first).to_contain_text(str(there["total"]))
    page.keyboard.press("Escape")
    page.get_by_role("link", name="powiat opoczyński").click()
    expect(page.locator("[data-place-chip]")).to_be_hidden()
    assert "area" not in asked(page)


def test_on_a_phone_the_numbers_are_those_of_the_view_they_were_asked_from(phone: Window):
    """Their sheet covers most of the map."""
    page = history(phone)
    seen = total(page)
    page.locator("[data-act=summary]:visible").first.click()
    expect(page.get_by_role("heading", name="Co tu jest")).to_be_focused()
    figure = page.locator("[data-card] .figure").first
    expect(figure).to_have_text(re.compile(rf"\D{seen:,}\D*$".replace(",", r"\s?")))


def test_a_place_that_is_no_area_is_only_looked_at(desk: Window):
    page = history(desk)
    page.get_by_role("combobox").fill("drzewica")
    page.get_by_role("option", name=re.compile("^Drzewica")).first.click()
    expect(page).to_have_url(re.compile(r"#1\d\."))
    assert "area" not in asked(page)


def test_marks_on_one_spot_spread_out_and_each_is_opened_by_keyboard(desk: Window, site: Site):
    resident = ApiResident(site)
    categories = ("vandalism", "illegal_dump", "stray_dogs", "speeding")
    ids = [resident.report(category=one, lon=SPOT[0], lat=SPOT[1])[1]["feature_id"] for one in categories]
    seconds_until(lambda: all(shown(site, one) for one in ids), at_most=2)
    page = desk.open(f"/#18/{SPOT[1]}/{SPOT[0]}")
    expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
    marks = page.get_by_role("list", name="Zgłoszenia na mapie").get_by_role("button")
    expect(marks).to_have_count(1)
    marks.first.focus()
    page.keyboard.press("Enter")
    expect(marks).to_have_count(len(ids))
    expect(page.locator("[data-live]")).to_contain_text("Rozłożone na mapie")
    focused = page.locator(".marks-button:focus")
    expect(focused).to_have_count(1)
    page.keyboard.press("Tab")
    name = focused.inner_text().split(", ")[0]
    page.keyboard.press("Enter")
    expect(page.locator("#card-title")).to_have_text(re.compile(re.escape(name).replace(r"\ ", r"\s")))
    page.keyboard.press("Escape")
    expect(page.locator("#card-title")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(marks).to_have_count(1)


def test_a_mark_of_the_past_opens_and_says_so(desk: Window, site: Site):
    _, found = site.call("/api/v1/features?set=history&to=2020-12-31&limit=1")
    page = desk.open(f"/?set=history&mark={found['features'][0]['id']}")
    card = page.locator("[data-card]")
    expect(card.locator("#card-title")).to_be_visible()
    expect(card).to_contain_text(re.compile(r"nie.ma.już.na.dzisiejszej.mapie"))
    expect(card.get_by_role("button", name="Ja też to widzę")).to_have_count(0)
    expect(card).not_to_contain_text("Zostanie na mapie")
    asked = [request.url for request in desk.requests if "/api/v1/features/" in request.url]
    assert asked
    assert all(url.endswith("set=history") for url in asked)  # nothing is asked for that is answered with 404
    page = desk.open(f"/mark/{found['features'][0]['id']}?set=history")
    expect(page.locator("main")).to_contain_text(re.compile(r"nie.ma.już.na.dzisiejszej.mapie"))


def test_nothing_found_is_said_and_filters_are_cleared(desk: Window):
    page = history(desk, "&category=poaching&status=new&from=2017-01-01&to=2017-01-31&panel=summary")
    expect(page.locator("[data-card]")).to_contain_text("Nie ma tu takich zgłoszeń")


def test_what_is_new_has_no_findings(window):
    found = []
    for size, language in ((PHONE, ""), ((1280, 800), ""), (PHONE, "/en"), (PHONE, "/uk")):
        page = window(size).open(f"{language}/?set=history&area={COUNTY}")
        expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
        found += violations(page)
        page.locator("[data-act=summary]:visible").first.click()
        expect(page.locator("[data-card] .figure").first).to_be_visible()
        found += violations(page)
    assert found == []


def test_without_scripts_a_county_has_its_numbers_and_table(plain: Window, site: Site):
    page = plain.open("/")
    page.get_by_role("radio", name="Wszystkie od 2016").check()
    page.get_by_role("button", name="Pokaż wybrane").click()
    page.get_by_role("link", name="Co tu jest: liczby").click()
    page.get_by_role("searchbox").fill("opoczynski")
    page.get_by_role("button", name="Szukaj").click()
    page.locator(".found a").first.click()
    expect(page.get_by_role("heading", name="Co tu jest: powiat opoczyński")).to_be_visible()
    there = counted(site, f"set=history&area={COUNTY}")
    expect(page.locator(".lead .num")).to_have_text(re.compile(rf"^{there['total']}$"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Pobierz CSV").click()
    assert download.value.suggested_filename == "kmzb.csv"
