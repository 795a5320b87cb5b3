"""Officers together: two at once, each in their own reach, newcomers, and a tap on a slow phone."""

import random
import re

import pytest
from playwright.sync_api import Route, expect

from api_resident import OPOCZNO, ApiResident
from on_screen import OfficeDesk, beat_officer
from site_under_test import Site
from window import DESK, PHONE

pytestmark = pytest.mark.browser

MISSING = 999_999


@pytest.fixture
def desk_of(window, site: Site):
    """Sit down at a desk as the officer of that role and unit."""

    def _desk_of(role: str, unit: str) -> OfficeDesk:
        return OfficeDesk(window(DESK), site).sign_in(site.officer(role, unit))

    return _desk_of


def test_of_two_at_once_the_second_is_told(desk_of, site: Site):
    _, report = ApiResident(site).report()
    first, second = desk_of("local_coordinator", "KPP-1007"), desk_of("regional_coordinator", "KWP-10")
    first.find(report["reference"])
    second.find(report["reference"])
    first.begin("accept")
    form = second.begin("dismiss")
    form.get_by_label("Treść wskazuje na żart.").check()
    form.get_by_label("Własne zdanie").fill("Drugie takie dziś.")
    first.finish("Przyjęte. Karta")
    form.locator("button.btn-primary").click()
    told = second.page.get_by_role("alert")
    expect(told).to_contain_text("Ktoś był szybszy.")
    expect(told).to_contain_text("Policjanci przyjęli zgłoszenie")
    expect(told).to_contain_text("koordynator lokalny, Komenda Powiatowa Policji w Opocznie")
    expect(second.form.get_by_label("Własne zdanie")).to_have_value("Drugie takie dziś.")
    expect(second.form.get_by_label("Treść wskazuje na żart.")).to_be_checked()
    second.finish("Zapisane.")


def test_a_foreign_report_reads_like_a_missing_one(desk_of, site: Site):
    _, report = ApiResident(site).report()
    case_id = desk_of("local_coordinator", "KPP-1007").find(report["reference"])
    stranger = desk_of("local_coordinator", "KPP-1016")
    answers = []
    for number in (case_id, MISSING):
        answer = stranger.page.goto(f"{site.url}/office/case/{number}")
        answers.append((answer.status, stranger.page.content()))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    stranger.page.goto(f"{site.url}/office/?q={report['reference']}")
    expect(stranger.page.locator("a[data-case]")).to_have_count(0)


def test_pages_open_to_those_they_are_for(desk_of, window, site: Site):
    stranger = window(DESK)
    stranger.open("/office/account")
    expect(stranger.page.get_by_role("heading", name="Zaloguj się")).to_be_visible()
    assert "next=" in stranger.page.url
    beat = desk_of("beat_officer", "KPP-1007")
    answer = beat.page.goto(f"{site.url}/office/officers")
    assert answer.status == 403
    expect(beat.page.get_by_role("heading", name="Ta strona nie jest dla Twojej roli")).to_be_visible()
    commander = desk_of("commander", "KPP-1007")
    commander.page.locator("a[data-case]").first.click()
    expect(commander.brief).to_contain_text("Twoja rola pozwala tu tylko czytać.")


def test_a_description_is_read_on_purpose(desk_of, site: Site):
    text = "Zażółć <b>gęślą</b> jaźń 🚗"
    _, report = ApiResident(site).report(description=text)
    coordinator = desk_of("local_coordinator", "KPP-1007")
    coordinator.find(report["reference"])
    assert text not in coordinator.page.locator("body").inner_text()
    coordinator.brief.get_by_role("button", name="Pokaż opis").click()
    expect(coordinator.brief.locator(".case-words")).to_have_text(text)
    expect(coordinator.brief).to_contain_text("Odczyt odnotowano.")


def test_a_newcomer_gets_an_account_and_a_password_of_their_own(desk_of, window, site: Site):
    admin = desk_of("administrator", "KGP").page
    email = f"nowy{random.getrandbits(32)}@opoczno.example"
    admin.get_by_role("link", name="Załóż konto").click()
    admin.get_by_label(re.compile("e-mail", re.IGNORECASE)).fill(email)
    admin.get_by_label(re.compile("^Stopień")).fill("post.")
    admin.get_by_label(re.compile("^Imię i nazwisko")).fill("Zofia Świerk")
    admin.get_by_label("Rola").select_option("beat_officer")
    admin.get_by_label(re.compile("^Jednostka")).fill("KPP-1007")
    admin.get_by_label(re.compile("^Jednostka")).press("Tab")
    expect(admin.locator("#beats option[value='KPP-1007-R1']")).to_be_attached()
    admin.get_by_label(re.compile("^Rejon")).select_option("KPP-1007-R1")
    admin.get_by_role("button", name="Załóż konto").click()
    expect(admin.get_by_role("alert")).to_contain_text("Ten rejon ma już dzielnicowego")
    admin.get_by_label("Rola").select_option("patrol")
    admin.get_by_label(re.compile("^Rejon")).select_option("")
    admin.get_by_role("button", name="Załóż konto").click()
    password = admin.locator(".office-secret").inner_text()

    newcomer = OfficeDesk(window(PHONE), site).sign_in({"email": email, "password": password}).page
    expect(newcomer.get_by_role("heading", name="Ustal własne hasło")).to_be_visible()
    newcomer.goto(f"{site.url}/office/day")
    expect(newcomer.get_by_role("heading", name="Ustal własne hasło")).to_be_visible()
    newcomer.get_by_label("Obecne hasło").fill(password)
    for label in ("Nowe hasło, co najmniej", "Nowe hasło jeszcze raz"):
        newcomer.get_by_label(label).fill("cztery zielone wiadra")
    newcomer.get_by_role("button", name="Zapisz nowe hasło").click()
    expect(newcomer.get_by_role("heading", name=re.compile("Dziś do odwiedzenia"))).to_be_visible()


def test_a_tap_made_while_the_nearest_are_asked_for_is_kept(window, site: Site):
    lon, lat = OPOCZNO
    there = {"geolocation": {"longitude": lon, "latitude": lat}, "permissions": ["geolocation"]}
    beat = OfficeDesk(window(PHONE, has_touch=True, **there), site)
    seen = beat.page.get_by_role("radio", name="Widać", exact=True)

    def answer_after_a_tap(route: Route) -> None:
        beat.page.get_by_text("Widać", exact=True).click()
        route.continue_()

    beat.page.route("**/office/day/near", answer_after_a_tap)
    with beat.page.expect_response("**/office/day/near") as answer:
        beat.sign_in(beat_officer(site, lon, lat))
    answer.value.finished()
    expect(beat.page.locator(".day-now")).to_have_count(1)
    expect(seen).to_be_checked()


def test_the_queue_is_worked_by_keys(desk_of):
    page = desk_of("local_coordinator", "KPP-1007").page
    page.keyboard.press("j")
    expect(page.locator("a[data-case]").first).to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    expect(page.locator("a[data-case]").nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("article.case")).to_be_visible()
