import pytest

from kmzb.verification.api import Action, Case
from public_eye import carry
from small_country import NOW

URL = "/follow"


def test_the_receipt_opens_the_history_in_words(visitor, resident, cast):
    case = resident.case(category="vandalism")
    cast.coordinator.act(Action.ACCEPT, case)
    cast.beat_officer.act(Action.VISIT, case, seen=False)
    page = visitor.submit(URL, {"receipt": resident.receipts[-1].lower()})
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    for words in (
        "Akty wandalizmu",
        "Weryfikacja",
        "Komenda Powiatowa Policji w Opocznie",
        "22 listopada",
        "27 listopada",
    ):
        assert words in page.text.replace("\xa0", " ")
    assert page.text.count('class="timeline-mark"') == 4
    assert resident.receipts[-1] not in page.text


def test_a_closed_one_has_no_next_step(visitor, resident, cast):
    case = resident.case()
    cast.coordinator.act(Action.ACCEPT, case)
    cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit")
    cast.coordinator.act(Action.ELIMINATE, case, reason_code="stopped")
    carry(NOW)
    page = visitor.submit(URL, {"receipt": resident.receipts[-1]}).text
    assert "is-next" not in page
    assert f"/mark/{Case.objects.get().feature_id}" in page


def test_a_joke_is_told_with_its_reason_and_without_a_mark(visitor, resident, cast):
    cast.coordinator.act(Action.DISMISS, resident.case(), reason_code="joke")
    page = visitor.submit(URL, {"receipt": resident.receipts[-1]}).text
    assert "Żart lub pomyłka" in page
    assert "/mark/" not in page.replace("/mark/ID", "")


def test_a_mark_that_waits_for_the_morning_is_no_link_yet(visitor, resident):
    resident.report(category="begging")
    carry(NOW)
    page = visitor.submit(URL, {"receipt": resident.receipts[-1]})
    assert page.context["mark_url"] == ""


@pytest.mark.parametrize(
    ("typed", "status"), [("", 422), ("  ", 422), ("ABCD", 422), ("0" * 24, 422), ("A" * 24, 404), ("<b>" * 100, 422)]
)
def test_what_opens_nothing_is_said_beside_the_field(visitor, resident, typed, status):
    resident.report()
    page = visitor.submit(URL, {"receipt": typed})
    assert page.status_code == status
    assert 'id="receipt-error"' in page.text
    assert "<b><b>" not in page.text


def test_a_receipt_in_the_address_opens_nothing(visitor, resident):
    resident.report()
    page = visitor.get(f"{URL}?receipt={resident.receipts[-1]}")
    assert page.status_code == 200
    assert "timeline" not in page.text
