"""The first marks: asked for before letters and the rest of the code, and drawn where the map draws them later."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from api_resident import ApiResident
from site_under_test import Site
from window import DESK, PHONE, Window

pytestmark = [pytest.mark.browser, pytest.mark.any_database]

SIZES = pytest.mark.parametrize("size", [PHONE, DESK, (360, 780), (1920, 1080)], ids=str)
TILE, LETTERS, REST, MAP = "/tiles/", ".woff2", "/assets/start-", "/assets/basemap-"


def painted(page: Page) -> str:
    """Wait until the marks that were fetched are on the screen; return how many."""
    root = page.locator("[data-map-page]")
    expect(root).to_have_attribute("data-painted", re.compile("^[1-9]"))
    count = root.get_attribute("data-painted")
    assert count == root.get_attribute("data-marks")
    return count or ""


def begun(page: Page, what: str) -> list[float]:
    """When files whose address holds `what` were asked for."""
    script = "(what) => performance.getEntriesByType('resource').filter(({name}) => name.includes(what))"
    return page.evaluate(f"(what) => ({script})(what).map(({{ fetchStart }}) => fetchStart)", what)


@SIZES
def test_the_window_alone_tells_which_tiles_are_needed(window, size):
    """Were another frame expected than the styles make, the map would ask for tiles that were not asked for first."""
    visitor = window(size, has_touch=size[0] < 900)
    page = visitor.open("/")
    expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
    painted(page)
    asked = [urlsplit(request.url).path for request in visitor.requests]
    code = next(number for number, path in enumerate(asked) if REST in path)
    first = {path for path in asked[:code] if TILE in path}
    if size[0] < 900:  # a browser holds six connections to a host; the outline takes one
        assert 1 <= len(first) <= 5
    assert {path for path in asked if TILE in path} == first


@SIZES
def test_marks_are_asked_for_before_letters_and_code(window, size):
    def comes_before_letters() -> bool:
        # Only a phone's browser lays the page out to tell the window's size.
        page = window(size, is_mobile=size[0] < 900).open("/")
        expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
        marks = min(begun(page, TILE))
        assert marks < min(begun(page, REST)) < min(begun(page, MAP))
        return marks < min(begun(page, LETTERS))

    # A browser short of time may lay the page out before it runs the script that it holds the page back for.
    assert any(comes_before_letters() for _ in range(3))


def test_the_first_marks_need_one_file_of_code_beside_their_own(phone: Window):
    """Each further file would cost a phone a round trip before its first mark."""
    page = phone.open("/")
    painted(page)
    asked = [urlsplit(request.url).path for request in phone.requests]
    before = asked[: next(number for number, path in enumerate(asked) if TILE in path)]
    assert len([path for path in before if path.endswith(".js")]) == 2
    assert len([path for path in before if path.endswith(".css")]) == 2


@pytest.mark.parametrize("code", ["start", "basemap"])
def test_the_first_marks_stand_when_the_rest_of_the_code_does_not_come(window, code):
    visitor = window(PHONE)
    visitor.without_code(code)
    page = visitor.open("/")
    told = page.locator("[data-unfinished]")
    expect(told).to_be_visible()
    assert int(painted(page)) > 0
    expect(page.locator(".first-picture")).to_be_visible()
    expect(page.locator("[data-no-map]")).to_be_hidden()
    visitor.with_code(code)
    told.get_by_role("button", name="Wczytaj ponownie").click()
    expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
    expect(told).to_be_hidden()


def test_the_map_shows_what_the_first_picture_showed(phone: Window):
    page = phone.open("/")
    first = painted(page)
    expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
    assert painted(page) == first


def test_an_answer_to_a_filter_is_told_once_it_is_on_the_screen(phone: Window):
    page = phone.open("/")
    expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
    before = painted(page)
    page.locator("[data-filters] input[value=new]").tap()
    root = page.locator("[data-map-page]")
    expect(root).not_to_have_attribute("data-painted", before)
    assert root.get_attribute("data-painted") == root.get_attribute("data-marks")


def test_a_desk_has_nothing_that_is_for_a_phone(desk):
    desk.open("/")
    expect(desk.page.locator("[data-painted]")).to_be_attached()
    for phones in ("[data-card-back]", ".chips-more", ".menu"):
        for one in desk.page.locator(phones).all():
            expect(one).to_be_hidden()


def test_the_numbers_are_asked_for_again_when_the_marks_have_changed(desk: Window, site: Site):
    lon, lat = 20.2931, 51.3782
    page = desk.open(f"/#16/{lat}/{lon}")
    total = page.locator("[data-total]")
    expect(page.locator("[data-painted]")).to_be_attached()
    looks = len(desk.asked(TILE))
    # Two looks at the tiles: nothing has changed, and nobody counts what has not.
    page.wait_for_timeout(6_000)
    before = total.inner_text()
    assert len(desk.asked(TILE)) > looks
    assert len(desk.asked("/api/v1/summary")) == 1
    ApiResident(site).report(category="vandalism", lon=lon, lat=lat)
    expect(total).not_to_have_text(before, timeout=15_000)
    assert len(desk.asked("/api/v1/summary")) == 2


def test_a_status_that_is_switched_off_is_counted_all_the_same(desk: Window, site: Site):
    lon, lat = 20.2531, 51.3982
    with desk.page.expect_response(re.compile("/api/v1/summary")):
        page = desk.open(f"/?status=confirmed#16/{lat}/{lon}")
    page.wait_for_timeout(1_000)
    new = page.locator("[data-count=new]")
    before = new.inner_text()
    ApiResident(site).report(category="vandalism", lon=lon, lat=lat)
    expect(new).not_to_have_text(before, timeout=15_000)


def test_a_link_to_a_place_shows_it_above_the_sheet_and_stays_as_it_is(phone: Window):
    lon, lat = 20.2831, 51.3782
    with phone.page.expect_request(re.compile("/api/v1/summary")) as asked:
        page = phone.open(f"/#16/{lat}/{lon}")
    (box,) = parse_qs(urlsplit(asked.value.url).query)["bbox"]
    west, south, east, north = map(float, box.split(","))
    assert (west + east) / 2 == pytest.approx(lon, abs=1e-4)
    assert south + (north - south) / 4 < lat < north - (north - south) / 4
    expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
    # A lowered sheet frees a strip; the address is written anew and still tells the middle of what is seen.
    with phone.page.expect_request(re.compile("/api/v1/summary")):
        page.locator("[data-grip]").press("ArrowDown")
    expect(page).to_have_url(re.compile(rf"#16.00/{lat}/{lon}$"))
