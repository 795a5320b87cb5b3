"""What a browser keeps and tells: no cookie, no stranger, no receipt left behind."""

import pytest
from playwright.sync_api import expect

from on_screen import ReportForm, seconds_until
from public_pages import PAGES
from window import DESK, PHONE, Window

pytestmark = [pytest.mark.browser, pytest.mark.any_database]

ADDRESSES = ("/", *PAGES, "/en", "/uk/list")
STORED = """async () => JSON.stringify([
    {...localStorage}, {...sessionStorage}, history.state, document.cookie, name,
    (await indexedDB.databases()).map((one) => one.name), "caches" in window ? await caches.keys() : [],
])"""


def test_the_pages_set_no_cookie_and_keep_their_referrer(window):
    for scripts in (True, False):
        person = window(DESK, java_script_enabled=scripts)
        for path in ADDRESSES:
            person.open(path)
        assert person.context.cookies() == []
        assert not any("set-cookie" in answer.headers for answer in person.responses)
        documents = [answer for answer in person.responses if answer.request.resource_type == "document"]
        assert len(documents) == len(ADDRESSES)
        for document in documents:
            assert document.headers["referrer-policy"] == "same-origin"
            assert "unsafe" not in document.headers["content-security-policy"]


def test_a_receipt_is_in_no_address_and_nowhere_afterwards(phone: Window):
    sent = ReportForm(phone).quick("Nielegalne rajdy samochodowe", 20.2401, 51.3702).accept_rules().send()
    phone.page.get_by_label("Mam zapisany").check()
    page = phone.open("/follow")
    page.get_by_label("Kod zgłoszenia").fill(sent.receipt)
    page.get_by_role("button", name="Pokaż historię").click()
    expect(page.locator(".timeline")).to_be_visible()
    page.get_by_role("link", name="Zamknij i zapomnij kod").click()
    expect(page.get_by_label("Kod zgłoszenia")).to_have_value("")
    phone.open("/")
    kept = [page.evaluate(STORED), *(request.url for request in phone.requests)]
    told = [value for request in phone.requests for value in request.headers.values()]
    halves = [sent.receipt[:12], sent.receipt[12:]]
    assert not any(half in text.upper() for half in halves for text in kept + told)
    assert phone.context.cookies() == []


def test_a_draft_lives_in_its_tab_and_goes_with_the_report(phone: Window, window):
    form = ReportForm(phone).quick("Zła organizacja ruchu drogowego", 20.2452, 51.3751)
    phone.page.get_by_label("Opis", exact=True).fill("Światła zgasły wczoraj")
    form.accept_rules()
    seconds_until(lambda: "zgasły" in phone.page.evaluate(STORED), at_most=2)
    phone.page.reload()
    form.ready().stands_at("send")
    expect(phone.page.get_by_label("Opis", exact=True)).to_have_value("Światła zgasły wczoraj")
    assert phone.page.evaluate("() => localStorage.length") == 0
    form.accept_rules().send()
    phone.page.get_by_label("Mam zapisany").check()
    phone.open("/report")
    form.ready().stands_at("category")
    assert "zgasły" not in phone.page.evaluate(STORED)


def test_scripts_that_are_not_ours_do_not_run(phone: Window):
    page = phone.open("/help")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "document.title = 'taken over'";
            document.body.append(script);
        }"""
    )
    assert page.title() != "taken over"
    assert any("Content Security Policy" in complaint for complaint in phone.complaints)
    phone.complaints.clear()


def test_leaving_without_the_receipt_is_asked_about(window):
    person = window(PHONE, has_touch=True)
    ReportForm(person).quick("Nieprawidłowe parkowanie", 20.2503, 51.3803).accept_rules().send()
    asked = []
    person.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    person.page.close(run_before_unload=True)
    person.page.get_by_label("Mam zapisany").check()
    assert asked == ["beforeunload"]
