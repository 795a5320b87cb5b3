"""By keyboard alone: from the map to the receipt, and from the list of marks to a card and back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from on_screen import ReportForm
from window import PHONE, Window

pytestmark = [pytest.mark.browser, pytest.mark.any_database]

MOST_STOPS = 60


def go_to(target: Locator) -> Page:
    """Press Tab until the target has the focus, and see that it shows."""
    page = target.page
    for _ in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            assert is_focus_visible(page), f"no visible focus on {target}"
            return page
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by {MOST_STOPS} presses of Tab")


def is_focus_visible(page: Page) -> bool:
    """Return whether the focused control, or what is drawn around it, carries an outline."""
    return page.evaluate(
        """() => {
            let part = document.activeElement;
            for (let step = 0; part && step < 3; step++, part = part.parentElement) {
                const style = getComputedStyle(part);
                if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return true;
            }
            return false;
        }"""
    )


def press_on(target: Locator, key: str = "Enter") -> None:
    go_to(target).keyboard.press(key)


def test_a_report_from_the_map_to_the_receipt(desk: Window):
    page = desk.open("/")
    press_on(page.get_by_role("link", name="Zgłoś zagrożenie"))
    form = ReportForm(desk).ready().stands_at("category")
    go_to(page.get_by_role("searchbox")).keyboard.type("gruz")
    press_on(page.get_by_role("radio", name="Dzikie wysypiska śmieci"), "Space")
    press_on(page.get_by_role("button", name="Dalej: miejsce"))

    form.stands_at("place")
    expect(page.get_by_role("heading", name="Gdzie to jest?")).to_be_focused()
    go_to(page.get_by_role("combobox")).keyboard.type("drzewica")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    press_on(page.get_by_role("button", name="wpisz współrzędne"))
    expect(page.get_by_label("Szerokość (N)")).to_be_focused()
    page.keyboard.type("51,4468")
    page.keyboard.press("Tab")
    page.keyboard.type("20,4775")
    page.keyboard.press("Enter")
    press_on(page.get_by_role("button", name="Na wschód"))
    assert form.point == pytest.approx((20.477572, 51.4468), abs=2e-6)
    press_on(page.get_by_role("button", name=re.compile("^Dalej: kiedy")))

    form.stands_at("when")
    press_on(page.get_by_label("sobota"), "Space")
    press_on(page.get_by_role("button", name=re.compile("^Dalej: opis")))
    form.stands_at("send")
    go_to(page.get_by_label("Opis", exact=True)).keyboard.type("Gruz przy drodze")
    press_on(page.get_by_role("checkbox", name=re.compile("112")), "Space")
    press_on(page.get_by_role("button", name="Wyślij zgłoszenie"))

    expect(page.get_by_role("heading", name="Zgłoszenie przyjęte")).to_be_focused()
    press_on(page.get_by_label("Mam zapisany"), "Space")
    press_on(page.get_by_role("link", name="Zobacz na mapie"))
    expect(page.locator("#card-title")).to_have_text(re.compile("Dzikie.wysypiska.śmieci"))


def test_going_back_loses_nothing(desk: Window):
    form = ReportForm(desk)
    desk.open("/report")
    form.ready().choose("Kłusownictwo").type_point(20.30, 51.40)
    form.forward()
    form.stands_at("when")
    desk.page.go_back()
    form.stands_at("place")
    assert form.point == (20.30, 51.40)
    press_on(desk.page.get_by_role("button", name="Wróć do kategorii"))
    form.stands_at("category")
    expect(desk.page.get_by_role("radio", name="Kłusownictwo")).to_be_checked()


def test_marks_open_cards_and_escape_leads_back(desk: Window):
    page = desk.open("/?unit=KPP-1007#16/51.3757/20.2783")
    marks = page.get_by_role("list", name="Zgłoszenia na mapie").get_by_role("button")
    expect(marks.first).to_be_attached()
    mark = marks.filter(has_text=re.compile(r"^[^:]+, \w")).first
    name = mark.inner_text()
    press_on(mark)
    expect(page.locator("#card-title")).to_be_focused()
    expect(page.locator("#card-title")).to_have_text(re.compile(re.escape(name.split(", ")[0]).replace(r"\ ", r"\s")))
    assert "mark=" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#card-title")).to_have_count(0)
    assert "mark=" not in page.url
    expect(marks.filter(has_text=name).first).to_be_focused()


def test_the_map_is_skipped_by_those_who_want_the_list(desk: Window):
    page = desk.open("/?category=speeding")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Lista zgłoszeń zamiast mapy")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Lista zgłoszeń")).to_be_visible()
    assert page.url.endswith("/list?category=speeding")


def test_the_focus_stands_around_its_mark(desk: Window):
    page = desk.open("/?unit=KPP-1007#16/51.3757/20.2783")
    expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
    marks = page.get_by_role("list", name="Zgłoszenia na mapie").get_by_role("button")
    expect(marks.first).to_be_attached()
    mark = marks.filter(has_text=re.compile(r"^[^:]+, \w")).first
    go_to(mark)
    tip = page.locator("[data-tip]")
    category, _, status = mark.inner_text().partition(", ")
    expect(tip).to_contain_text(category)
    expect(tip).to_contain_text(status)
    around, beside = mark.bounding_box(), tip.bounding_box()
    assert around is not None
    assert beside is not None
    assert beside["y"] >= around["y"] + around["height"] or beside["y"] + beside["height"] <= around["y"]
    page.mouse.click(around["x"] + around["width"] / 2, around["y"] + around["height"] / 2)
    expect(page.locator("#card-title")).to_have_text(re.compile(re.escape(category).replace(r"\ ", r"\s")))


def test_the_tip_goes_with_the_focus(desk: Window):
    page = desk.open("/")
    expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
    marks = page.get_by_role("list", name="Zgłoszenia na mapie").get_by_role("button")
    go_to(marks.first)
    expect(page.locator("[data-tip]")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-tip]")).to_be_hidden()


def test_no_mark_has_the_focus_under_the_sheet(window):
    page = window(PHONE).open("/#12/51.3757/20.2783")
    expect(page.locator("[data-map-page][data-map=ready]")).to_be_visible()
    marks = page.get_by_role("list", name="Zgłoszenia na mapie").get_by_role("button")
    sheet = page.locator("[data-sheet]").bounding_box()
    assert sheet is not None
    assert marks.count() > 3
    for mark in marks.all():
        box = mark.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] / 2 < sheet["y"]
