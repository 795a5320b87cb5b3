"""From a mark on the map to an answer in public: the whole circle, on phones and at a desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from on_screen import OfficeDesk, ReportForm, Sent, beat_officer, is_on_the_map, seconds_until, shown
from site_under_test import Site
from window import DESK, PHONE, Window

pytestmark = pytest.mark.browser

CATEGORY = "Akty wandalizmu"
OWN_SENTENCE = "Wiata przystanku ma wybite szyby."
SEEN = "Policjanci zobaczyli to na miejscu."
ONLY_THEY = "Usunąć zagrożenie może tylko inna instytucja."
THEY_ACTED = "Zagrożenie usunęła instytucja, która odpowiada za to miejsce."


def fill_in(phone: Window) -> ReportForm:
    """Go through the four steps with vandalism in Opoczno, up to the last button."""
    form = ReportForm(phone).from_the_map().stands_at("category")
    form.choose(CATEGORY, by_words="przystanek")
    form.search_place("opocz", "Opoczno").tap_the_map()
    for direction in ("Na północ", "Na wschód", "Na wschód"):
        phone.page.get_by_role("button", name=direction).click()
    expect(form.step("place")).to_contain_text("Odpowie Komenda Powiatowa Policji w Opocznie.")
    form.forward()
    form.stands_at("when").page.get_by_text("piątek", exact=True).check()
    phone.page.get_by_label("wieczorem").check()
    form.forward()
    form.stands_at("send").page.get_by_label("Opis", exact=True).fill("Wybite szyby, zażółć gęślą jaźń 🚏")
    expect(form.step("send")).to_contain_text(re.compile(r"Zostało 4\d\d znak"))
    return form.accept_rules()


def test_the_full_circle(phone: Window, window, site: Site):
    form = fill_in(phone)
    lon, lat = form.point
    # A report of the sample may lie on the same spot, and both would be one ring: the watcher looks for its like alone.
    watcher = window(DESK).open(f"/?category=vandalism&status=new#18/{lat}/{lon}")
    marks = watcher.get_by_role("list", name="Zgłoszenia na mapie")
    expect(watcher.locator("[data-map-page][data-marks]")).to_be_visible()
    sent = form.send()
    assert seconds_until(lambda: is_on_the_map(site, sent.answer), at_most=2) < 2
    expect(marks.get_by_role("button", name=f"{CATEGORY}, Nowe").first).to_be_attached()
    keep_the_receipt(phone.page, sent)

    coordinator = OfficeDesk(window(DESK), site).sign_in(site.officer("local_coordinator", "KPP-1007"))
    case_id = accept(coordinator, sent)
    there = {"geolocation": {"longitude": lon, "latitude": lat}, "permissions": ["geolocation"]}
    beat = OfficeDesk(window(PHONE, has_touch=True, **there), site).sign_in(beat_officer(site, lon, lat))
    visit(beat, case_id)
    confirm(coordinator, sent)
    refer(coordinator)
    another_sees_it_too(window(PHONE).page, site, sent)
    eliminate(coordinator)
    follow(window(PHONE).page, site, sent)


def keep_the_receipt(page: Page, sent: Sent) -> None:
    assert re.fullmatch(r"[A-Z2-7]{24}", sent.receipt)
    expect(page.get_by_role("heading", name="Zgłoszenie przyjęte")).to_be_focused()
    for words in ("Komenda Powiatowa Policji w Opocznie", sent.reference):
        expect(page.locator("main")).to_contain_text(words)
    expect(page.locator("main a[href^='tel:'], main a[href^='mailto:']").first).to_be_visible()
    assert len(page.locator(".steps-next b").all()) == 3
    expect(page.get_by_role("img", name=re.compile("QR"))).to_be_visible()
    leave = page.get_by_role("link", name="Zobacz na mapie")
    leave.click()
    expect(page.get_by_role("alert")).to_contain_text("Najpierw zapisz")
    page.get_by_label("Mam zapisany").check()
    leave.click()
    expect(page.locator("#card-title")).to_have_text(re.compile(r"Akty.wandalizmu"))


def accept(desk: OfficeDesk, sent: Sent) -> int:
    case_id = desk.find(sent.reference)
    expect(desk.brief).to_contain_text("dzielnicowy, według reguły kategorii")
    form = desk.begin("accept")
    expect(form.get_by_role("radio", name="dzielnicowy")).to_be_checked()
    desk.finish("Przyjęte. Karta OPO")
    return case_id


def visit(beat: OfficeDesk, case_id: int) -> None:
    place = beat.page.locator(f"section[data-place='{case_id}']")
    expect(place).to_be_visible()
    expect(place).to_contain_text(re.compile(r"\d+ m"))
    expect(place).to_contain_text("Wizyta 1 z 3")
    place.get_by_text("Widać", exact=True).click()
    place.get_by_text("Pouczenie", exact=True).click()
    place.get_by_role("button", name="Zapisz wizytę").click()
    expect(beat.page.locator(".office-said")).to_contain_text("Wizyta zapisana.")


def confirm(desk: OfficeDesk, sent: Sent) -> None:
    desk.find(sent.reference)
    form = desk.begin("confirm")
    form.get_by_label(SEEN).check()
    form.get_by_label("Własne zdanie").fill(OWN_SENTENCE)
    expect(form.locator("[data-preview]")).to_have_text(f"Policjanci potwierdzili zagrożenie. {SEEN} {OWN_SENTENCE}")
    desk.finish("Policjanci potwierdzili zagrożenie.")


def refer(desk: OfficeDesk) -> None:
    form = desk.begin("refer")
    form.get_by_label("Komu przekazać?").select_option("gmina")
    form.get_by_label(ONLY_THEY).check()
    desk.finish("Sprawę przekazano poza Policję")


def another_sees_it_too(page: Page, site: Site, sent: Sent) -> None:
    lon, lat = sent.answer["public_point"]
    page.goto(f"{site.url}/?mark={sent.answer['feature_id']}#15/{lat}/{lon}")
    card = page.locator("[data-card]")
    expect(card).to_contain_text("Potwierdzone (przekazane poza Policję)")
    expect(card).to_contain_text(re.compile("Usunąć.zagrożenie może tylko inna instytucja"))
    page.get_by_role("button", name="Ja też to widzę").click()
    expect(card).to_contain_text("Dziękujemy, zapisane")
    seconds_until(lambda: shown(site, sent.answer["feature_id"])["confirmations"] == "1", at_most=2)
    page.reload()
    expect(card).to_contain_text("1 osoba też to widzi")


def eliminate(desk: OfficeDesk) -> None:
    form = desk.begin("eliminate")
    form.get_by_label(THEY_ACTED).check()
    desk.finish("Zagrożenie zostało wyeliminowane.")


def follow(page: Page, site: Site, sent: Sent) -> None:
    page.goto(f"{site.url}/follow")
    page.get_by_label("Kod zgłoszenia").fill("-".join(re.findall("....", sent.receipt.lower())))
    page.get_by_role("button", name="Pokaż historię").click()
    told = [words.replace("\xa0", " ") for words in page.locator(".timeline h3").all_inner_texts()]
    assert told == [
        "Zgłoszenie zapisane i przekazane jednostce odpowiedzialnej za to miejsce.",
        "Policjanci przyjęli zgłoszenie i zaczęli sprawdzanie.",
        "Policjanci byli na miejscu i to zauważyli.",
        "Policjanci potwierdzili zagrożenie.",
        "Sprawę przekazano poza Policję: urząd gminy lub miasta.",
        "Zagrożenie zostało wyeliminowane.",
    ]
    timeline = page.locator(".timeline").inner_text().replace("\xa0", " ")
    for reason in (SEEN, OWN_SENTENCE, ONLY_THEY, THEY_ACTED):
        assert reason in timeline
    expect(page.locator(".now")).to_contain_text("Sprawa jest zakończona.")
