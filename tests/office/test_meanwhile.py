"""Two officers act at once: the second is told what happened, and loses nothing of what they typed."""

from collections.abc import Callable

from django.test import Client

from cast import Cast, Player, Resident
from kmzb.verification.api import Action, Case, Status, Transition

Desk = Callable[[Player], Client]


def test_the_second_is_told_what_the_first_did(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case()
    first, second = desk(cast.coordinator), desk(cast.regional)
    seen = {"expected_version": "1"}
    assert first.post(f"/office/case/{case}/step/accept", seen).status_code == 302
    typed = {**seen, "reason_code": "mistake", "reason_text": "Zły punkt na mapie."}
    answer = second.post(f"/office/case/{case}/step/dismiss", typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Ktoś był szybszy." in text
    assert "Policjanci przyjęli zgłoszenie" in text
    assert "koordynator lokalny, Komenda Powiatowa Policji w Opocznie, dziś o 13:00" in text
    assert "Zły punkt na mapie." in text
    assert 'value="mistake" checked' in text
    assert Case.objects.get(pk=case).status == Status.VERIFICATION
    assert Transition.objects.filter(case=case).count() == 2


def test_the_form_can_be_sent_again_where_it_still_makes_sense(cast: Cast, desk: Desk, resident: Resident) -> None:
    case, second = resident.case(), desk(cast.regional)
    cast.coordinator.act(Action.ACCEPT, case)
    typed = {"reason_code": "mistake", "reason_text": "Zły punkt na mapie."}
    told = second.post(f"/office/case/{case}/step/dismiss", {**typed, "expected_version": "1"}).content.decode()
    assert 'name="expected_version" value="2"' in told
    again = second.post(f"/office/case/{case}/step/dismiss", {**typed, "expected_version": "2"})
    assert again.status_code == 302
    assert Case.objects.get(pk=case).status == Status.JOKE_OR_MISTAKE


def test_a_step_that_became_impossible_keeps_the_words_without_a_button(
    cast: Cast, desk: Desk, resident: Resident
) -> None:
    case = resident.case()
    cast.coordinator.act(Action.DISMISS, case, reason_code="joke")
    typed = {"expected_version": "1", "reason_code": "checkable", "reason_text": "Podali godziny."}
    answer = desk(cast.regional).post(f"/office/case/{case}/step/accept", typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Tego kroku nie da się już wykonać." in text
    assert "Podali godziny." in text
    assert '<button class="btn btn-primary" type="submit">' not in text


def test_a_form_without_a_version_is_taken_for_an_old_one(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case()
    for version in ("", "x", "-1", "²"):
        answer = desk(cast.coordinator).post(f"/office/case/{case}/step/accept", {"expected_version": version})
        assert answer.status_code == 409
    assert Case.objects.get(pk=case).status == Status.NEW


def test_the_same_form_sent_twice_acts_once(cast: Cast, desk: Desk, resident: Resident) -> None:
    case, client = resident.case(), desk(cast.coordinator)
    answers = [
        client.post(f"/office/case/{case}/step/visit", {"expected_version": "1", "seen": "yes"}).status_code
        for _ in range(2)
    ]
    assert answers == [302, 409]
    assert Case.objects.get(pk=case).visits == 1
