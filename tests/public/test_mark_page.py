from datetime import timedelta

import pytest

from kmzb.reports.api import Confirmation
from kmzb.verification.api import Action, ArchivedReport, Case
from old_reports import bring_in, old_row
from public_eye import carry
from small_country import NOW


def test_it_shows_the_card_and_the_history(visitor, mark, cast):
    case = Case.objects.get(feature_id=mark).pk
    cast.coordinator.act(Action.ACCEPT, case)
    cast.beat_officer.act(Action.VISIT, case, seen=False, note="tajne")
    carry(NOW)
    page = visitor.get(f"/mark/{mark}").text
    for words in ("Akty wandalizmu", "powiat opoczyński", "Weryfikacja", "Komenda Powiatowa Policji w Opocznie"):
        assert words in page
    assert page.count('<li><span class="timeline-mark">') == 3
    assert "tajne" not in page


def test_a_coarse_mark_says_that_it_is(visitor, resident):
    name = resident.report(category="begging").feature_id
    tomorrow = NOW + timedelta(days=1)
    carry(tomorrow)
    import time_machine

    with time_machine.travel(tomorrow, tick=False):
        assert "500 na 500" in visitor.get(f"/mark/{name}").text.replace("\xa0", " ")


@pytest.mark.parametrize("category", ["begging", "drug_use", "dangerous_venue"])
def test_what_is_hidden_answers_like_what_never_was(visitor, resident, category):
    resident.report(category=category, description="x")
    carry(NOW)
    name = Case.objects.get().feature_id
    hidden, unknown = visitor.get(f"/mark/{name}"), visitor.get(f"/mark/{'a' * 16}")
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.text.replace(name, "") == unknown.text.replace("a" * 16, "")


def test_what_has_left_the_map_opens_from_history_and_says_so(visitor, mark, cast, clock):
    case = Case.objects.get(feature_id=mark).pk
    cast.coordinator.act(Action.ACCEPT, case)
    cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit")
    carry(NOW)
    assert "nie ma już na" not in visitor.get(f"/mark/{mark}?set=history").text.replace("\xa0", " ")
    cast.coordinator.act(Action.ELIMINATE, case, reason_code="stopped")
    carry(NOW)
    clock.shift(40 * 24 * 3600)
    assert visitor.get(f"/mark/{mark}").status_code == 404
    page = visitor.get(f"/mark/{mark}?set=history").text.replace("\xa0", " ")
    assert "nie ma już na" in page
    assert 'data-confirm="' not in page
    assert f'href="/mark/{mark}?set=history"' in visitor.get("/list?set=history").text


def test_it_is_confirmed_without_scripts(visitor, mark):
    token = visitor.get(f"/mark/{mark}").context["token"]
    first = visitor.submit(f"/mark/{mark}/confirm", {"token": token})
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "no-store"
    assert not first.context["is_repeat"]
    again = visitor.submit(f"/mark/{mark}/confirm", {"token": token})
    assert again.context["is_repeat"]
    assert Confirmation.objects.count() == 1


def test_a_token_that_is_not_ours_buys_no_repetition(visitor, mark):
    for _ in range(2):
        assert not visitor.submit(f"/mark/{mark}/confirm", {"token": "mine:mine"}).context["is_repeat"]


def test_a_closed_mark_offers_no_button_and_takes_none(visitor, mark, cast):
    case = Case.objects.get(feature_id=mark).pk
    assert 'data-confirm="' in visitor.get(f"/mark/{mark}").text
    cast.coordinator.act(Action.ACCEPT, case)
    cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit")
    cast.coordinator.act(Action.ELIMINATE, case, reason_code="stopped")
    carry(NOW)
    assert 'data-confirm="' not in visitor.get(f"/mark/{mark}").text
    assert visitor.submit(f"/mark/{mark}/confirm", {"token": ""}).status_code == 422
    assert not Confirmation.objects.exists()


def test_a_mark_of_the_archive_offers_no_button_and_takes_none(visitor, mark, tmp_path):
    bring_in(tmp_path, old_row(), now=NOW, is_live=True)
    carry(NOW)
    name = ArchivedReport.objects.get().feature_id
    page = visitor.get(f"/mark/{name}")
    assert "Zgłoszenie z archiwum" in page.text.replace("\xa0", " ")
    assert 'data-confirm="' not in page.text
    refused = visitor.submit(f"/mark/{name}/confirm", {"token": ""})
    assert refused.status_code == 422
    assert "archiwum" in refused.text
    assert 'data-confirm="' in visitor.get(f"/mark/{mark}").text


@pytest.mark.parametrize("name", ["a" * 16, "x", "%00"])
def test_nothing_cannot_be_confirmed(visitor, name):
    assert visitor.submit(f"/mark/{name}/confirm", {}).status_code == 404


def test_reading_confirms_nothing(visitor, mark):
    assert visitor.get(f"/mark/{mark}/confirm").status_code == 405
