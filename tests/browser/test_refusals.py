"""What goes wrong in the form: it is said where it is, nothing typed is lost, no second proof is paid for it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from api_resident import ApiResident
from kmzb.reports.api import Purpose, new_challenge
from on_screen import ReportForm, seconds_until, shown
from site_under_test import PROOF_ATTEMPTS, PROOF_COST, Site
from window import Window

pytestmark = [pytest.mark.browser, pytest.mark.any_database]

TEXT = "Zażółć gęślą jaźń. " * 26
TOO_LONG = TEXT + "ż" * (501 - len(TEXT))
IN_THE_SEA = (18.0, 55.2)


def summary_of(page: Page):
    """Return the list of problems, which has taken the focus."""
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    return summary


def proofs_paid(window: Window) -> int:
    return len(window.asked("/api/v1/challenge"))


def test_each_step_says_what_is_missing(phone: Window):
    page = phone.open("/report")
    form = ReportForm(phone).ready()
    form.forward()
    summary_of(page).get_by_role("link").click()
    expect(page.locator("input[name=category]").first).to_be_focused()
    form.choose("Kłusownictwo").forward()
    expect(summary_of(page)).to_contain_text("Zaznacz na mapie")
    form.type_point(20.2604, 51.3854).forward()
    form.stands_at("when").page.get_by_label("Godzina").fill("21:30")
    form.forward()
    summary_of(page).get_by_role("link").click()
    expect(page.get_by_label("Dzień, w którym")).to_be_focused()


def test_too_long_and_without_rules(phone: Window):
    form = ReportForm(phone).quick("Kłusownictwo", 20.2605, 51.3855)
    description = phone.page.get_by_label("Opis", exact=True)
    description.fill(TOO_LONG)
    form.forward()
    summary = summary_of(phone.page)
    expect(summary.get_by_role("link")).to_have_count(2)
    expect(description).to_have_value(TOO_LONG)
    summary.get_by_role("link").first.click()
    expect(description).to_be_focused()
    description.fill(TOO_LONG[:500])
    form.accept_rules().send()
    assert proofs_paid(phone) == 1
    assert len([request for request in phone.asked("/api/v1/reports") if request.method == "POST"]) == 1


def test_what_the_server_refuses_stands_beside_its_field_and_costs_nothing(phone: Window):
    form = ReportForm(phone)
    phone.open("/report")
    form.ready().choose("Kłusownictwo").type_point(*IN_THE_SEA)
    form.forward()
    form.stands_at("when").page.get_by_label("w nocy").check()
    form.forward()
    form.stands_at("send").page.get_by_label("Opis", exact=True).fill(TEXT)
    form.accept_rules().forward()
    form.stands_at("place")
    expect(summary_of(phone.page)).to_contain_text("poza Polską")
    expect(form.step("place").locator(".govuk-error-message")).to_contain_text("poza Polską")
    phone.page.get_by_label("Szerokość (N)").fill("51.3856")
    phone.page.get_by_label("Długość (E)").fill("20.2606")
    phone.page.get_by_role("button", name="Pokaż na mapie").click()
    for step in ("place", "when"):
        form.stands_at(step).forward()
    expect(form.stands_at("send").page.get_by_label("Opis", exact=True)).to_have_value(TEXT)
    assert form.send().answer["unit"]["code"] == "KPP-1007"
    assert proofs_paid(phone) == 1


def test_a_proof_that_expired_is_worked_anew_unseen(window, site: Site, settings):
    """The device's clock is late, so that it takes for fresh what has expired."""
    long_ago = datetime.now(UTC) - timedelta(hours=2)
    settings.PROOF_KEY = (site.folder / "keys" / "proof.key").read_text().strip()
    settings.KMZB = replace(settings.KMZB, proof_cost=PROOF_COST, proof_attempts=PROOF_ATTEMPTS)
    expired = new_challenge(Purpose.REPORT, now=long_ago)
    late = window()
    late.page.clock.set_system_time(long_ago)
    waiting = [expired]
    # The route stays: to give it up would be at the moment in which the solver is loaded, which may then never come.
    late.page.route(
        "**/api/v1/challenge?**", lambda route: route.fulfill(json=waiting.pop()) if waiting else route.continue_()
    )
    form = ReportForm(late).quick("Kłusownictwo", 20.2607, 51.3857).accept_rules()
    form.page.get_by_label("Opis", exact=True).fill(TEXT)
    assert form.send().answer["status"] == "new"
    answers = [answer.status for answer in late.responses if answer.url.endswith("/api/v1/reports")]
    assert answers == [403, 201]
    assert proofs_paid(late) == 2


def test_a_lost_answer_stores_once(phone: Window, site: Site):
    form = ReportForm(phone).quick("Kłusownictwo", 20.2608, 51.3858).accept_rules()
    first: list[dict] = []

    def lose(route: Route) -> None:
        first.append(route.fetch().json())
        route.abort()

    phone.page.route("**/api/v1/reports", lose, times=1)
    form.forward()
    expect(summary_of(phone.page)).to_contain_text("Nie ma połączenia")
    sent = form.send(status=200)
    assert sent.answer == first[0]
    assert len(ApiResident(site).follow(sent.receipt)[1]["history"]) == 1


def test_a_mark_nearby_is_confirmed_instead(phone: Window, site: Site):
    lon, lat = 20.3709, 51.3259
    _, there = ApiResident(site).report(category="poaching", lon=lon, lat=lat)
    seconds_until(lambda: shown(site, there["feature_id"]) != {}, at_most=2)
    form = ReportForm(phone)
    page = phone.open("/report")
    form.ready().choose("Kłusownictwo").type_point(lon, lat + 0.0004)
    page.get_by_role("button", name=re.compile("Zobacz.i.potwierdź")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Kłusownictwo")
    dialog.get_by_role("button", name="To inna sprawa").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name=re.compile("Zobacz.i.potwierdź")).click()
    dialog.get_by_role("button", name="Ja też to widzę").click()
    expect(dialog).to_contain_text("Dziękujemy, zapisane")
    seconds_until(lambda: shown(site, there["feature_id"])["confirmations"] == "1", at_most=2)
    dialog.get_by_role("link", name="Wróć do mapy").click()
    expect(page.locator("[data-map-page]")).to_be_visible()
    assert phone.asked("/api/v1/reports") == []


def test_a_receipt_that_nobody_holds(phone: Window):
    page = phone.open("/follow")
    for wrong in ("", "ABCD", "A" * 24, "<script>alert(1)</script>"):
        page.get_by_label("Kod zgłoszenia").fill(wrong)
        page.get_by_role("button", name="Pokaż historię").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert page.get_by_label("Kod zgłoszenia").input_value().replace(" ", "") == wrong.replace(" ", "")
        assert page.url == f"{phone.url}/follow"
