"""Steps taken through their forms."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cast import Cast, Player, Resident
from kmzb.audit.api import entries_about
from kmzb.verification.api import Action, Case, Status
from small_country import IN_RADOM

Desk = Callable[[Player], Client]


def _post(client: Client, case: int, name: str, **fields: Any) -> Any:
    version = Case.objects.get(pk=case).version
    return client.post(f"/office/case/{case}/step/{name}", {"expected_version": version, **fields})


def _status(case: int) -> str:
    return Case.objects.get(pk=case).status


def test_the_whole_life_of_a_report_through_forms(cast: Cast, desk: Desk, resident: Resident) -> None:
    case, client = resident.case(), desk(cast.coordinator)
    steps = [
        ("accept", {"checked_by": "beat", "assignee_id": ""}, Status.VERIFICATION),
        ("assign", {"checked_by": "patrol", "assignee_id": str(cast.patrol.id)}, Status.VERIFICATION),
        ("visit", {"seen": "yes", "measures": ["instruction", "fine"], "note": "Notatka"}, Status.VERIFICATION),
        ("recategorise", {"category": "public_drinking"}, Status.VERIFICATION),
        ("confirm", {"reason_code": "seen_on_visit", "reason_text": "Dwa razy."}, Status.CONFIRMED),
        ("refer", {"reason_code": "competence", "body_code": "gmina"}, Status.CONFIRMED_REFERRED),
        ("return", {"reason_code": "no_answer"}, Status.CONFIRMED),
        ("eliminate", {"reason_code": "measures_worked"}, Status.CONFIRMED_ELIMINATED),
        ("reopen", {"reason_code": "came_back"}, Status.VERIFICATION),
        ("dismiss", {"reason_code": "joke"}, Status.JOKE_OR_MISTAKE),
    ]
    for name, fields, status in steps:
        assert client.get(f"/office/case/{case}/step/{name}").status_code == 200, name
        answer = _post(client, case, name, **fields)
        assert (answer.status_code, answer["Location"]) == (302, f"/office/case/{case}"), name
        assert _status(case) == status, name
    history = client.get(f"/office/case/{case}").content.decode()
    for words in (
        "asp. Coordinator, koordynator lokalny",
        "Dwa razy.",
        "Sprawę przekazano poza Policję: ",
        "Treść wskazuje na żart.",
    ):
        assert words in history, words
    taken = [row.action for row in entries_about("report", case)]
    assert len(taken) == len(steps)


def test_accepting_says_the_number_and_assigns_by_the_rule(cast: Cast, desk: Desk, resident: Resident) -> None:
    case, client = resident.case(), desk(cast.coordinator)
    form = client.get(f"/office/case/{case}/step/accept").content.decode()
    assert "według reguły kategorii" in form
    assert f'<option value="{cast.beat_officer.id}" data-kind="beat" selected>' in form
    _post(client, case, "accept", checked_by="beat", assignee_id=cast.beat_officer.id)
    assert Case.objects.get(pk=case).assignee_id == cast.beat_officer.id
    assert "Przyjęte. Karta OPO 2026 1." in client.get(f"/office/case/{case}").content.decode()


def test_a_transfer_leads_back_to_the_queue(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case()
    answer = _post(desk(cast.coordinator), case, "transfer", unit_code="KMP-1463", reason_code="their_area")
    assert answer["Location"] == "/office/"
    assert Case.objects.get(pk=case).unit_code == "KMP-1463"


def test_units_are_found_by_words_and_offered_by_distance(cast: Cast, desk: Desk, resident: Resident) -> None:
    case, client = resident.case(), desk(cast.coordinator)
    offered = client.get(f"/office/case/{case}/step/transfer").content.decode()
    assert offered.index("KPP-1016") < offered.index("KMP-1463")
    assert 'value="KPP-1007"' not in offered
    found = _post(client, case, "transfer", search="1", unit_q="radom komenda miejska").content.decode()
    assert 'value="KMP-1463"' in found
    assert 'value="KPP-1016"' not in found
    assert _status(case) == Status.NEW
    assert "Nie ma takiej jednostki" in _post(client, case, "transfer", search="1", unit_q="Gdynia").content.decode()


def test_the_unit_of_the_place_is_offered_first(cast: Cast, desk: Desk, resident: Resident) -> None:
    astray = resident.case(lon=IN_RADOM[0], lat=IN_RADOM[1])
    Case.objects.filter(pk=astray).update(unit_code="KPP-1007")
    offered = desk(cast.coordinator).get(f"/office/case/{astray}/step/transfer").content.decode()
    assert "odpowiada za to miejsce" in offered
    assert offered.index("KMP-1463") < offered.index("KPP-1016")


@pytest.mark.parametrize(
    ("before", "name", "fields", "words"),
    [
        ([], "dismiss", {"reason_text": "Moje zdanie"}, "Wybierz powód decyzji."),
        ([], "dismiss", {"reason_code": "nonsense", "reason_text": "Moje zdanie"}, "Ten powód nie pasuje"),
        ([], "dismiss", {"reason_code": "joke", "reason_text": "a" * 301}, "najwyżej 300 znaków"),
        ([], "recategorise", {"category": "vandalism"}, "Wybierz inną, obowiązującą kategorię."),
        ([], "recategorise", {"category": "nonsense"}, "Wybierz inną, obowiązującą kategorię."),
        ([], "transfer", {"unit_code": "KPP-9999"}, "Wybierz inną, istniejącą jednostkę."),
        ([], "visit", {"note": "Moja notatka"}, "Zaznacz, czy na miejscu coś widać."),
        ([], "visit", {"seen": "yes", "note": "a\x00b"}, "bez znaków sterujących"),
        ([], "assign", {"checked_by": "beat", "assignee_id": "999999"}, "Ta osoba nie może sprawdzić tej sprawy."),
        ([Action.ACCEPT], "not_confirm", {"reason_code": "nothing_seen"}, "z 3"),
    ],
)
def test_an_incomplete_step_changes_nothing_and_keeps_what_was_typed(
    cast: Cast,
    desk: Desk,
    resident: Resident,
    before: list[Action],
    name: str,
    fields: dict[str, str],
    words: str,
) -> None:
    case = resident.case()
    for action in before:
        cast.coordinator.act(action, case)
    version = Case.objects.get(pk=case).version
    answer = _post(desk(cast.coordinator), case, name, **fields)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert fields.get("reason_text", "") in text
    assert fields.get("note", "").replace("\x00", "") in text.replace("\x00", "")
    assert Case.objects.get(pk=case).version == version


def test_a_referral_wants_a_body_and_offers_the_usual_one_first(cast: Cast, desk: Desk, resident: Resident) -> None:
    case, client = resident.case(), desk(cast.coordinator)
    cast.coordinator.act(Action.ACCEPT, case)
    cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit")
    form = client.get(f"/office/case/{case}/step/refer").content.decode()
    assert '<option value="gmina" selected>' in form
    answer = _post(client, case, "refer", reason_code="competence", body_code="")
    assert answer.status_code == 422
    assert "Wybierz, komu przekazać sprawę." in answer.content.decode()


def test_visits_that_are_still_missing_are_told_before_the_decision(cast: Cast, desk: Desk, resident: Resident) -> None:
    case, client = resident.case(), desk(cast.coordinator)
    cast.coordinator.act(Action.ACCEPT, case)
    cast.beat_officer.act(Action.VISIT, case, seen=False)
    assert "Jest ich 1." in client.get(f"/office/case/{case}/step/not_confirm").content.decode()
    for _ in range(2):
        cast.beat_officer.act(Action.VISIT, case, seen=False)
    assert "Jest ich" not in client.get(f"/office/case/{case}/step/not_confirm").content.decode()
    _post(client, case, "not_confirm", reason_code="nothing_seen")
    assert _status(case) == Status.NOT_CONFIRMED


def test_the_preview_shows_what_will_be_read(cast: Cast, desk: Desk, resident: Resident) -> None:
    case, client = resident.case(), desk(cast.coordinator)
    cast.coordinator.act(Action.ACCEPT, case)
    typed = {"preview": "1", "reason_code": "seen_on_visit", "reason_text": "Dwa razy."}
    text = _post(client, case, "confirm", **typed).content.decode()
    assert "Policjanci potwierdzili zagrożenie. Policjanci zobaczyli to na miejscu. Dwa razy." in text
    assert "Tak przeczyta to każdy na mapie" in text
    assert _status(case) == Status.VERIFICATION
    dismissal = client.get(f"/office/case/{case}/step/dismiss").content.decode()
    assert "Tak przeczyta to tylko osoba zgłaszająca" in dismissal


def test_a_step_that_the_status_does_not_allow_says_so(cast: Cast, desk: Desk, resident: Resident) -> None:
    case, client = resident.case(), desk(cast.coordinator)
    answer = client.get(f"/office/case/{case}/step/eliminate")
    assert answer.status_code == 409
    assert "Tego kroku nie można teraz wykonać." in answer.content.decode()
    assert _post(client, case, "eliminate", reason_code="stopped").status_code == 403
    assert _status(case) == Status.NEW


@pytest.mark.parametrize("name", ["nonsense", "place", "reroute"])
def test_steps_of_the_machine_are_not_for_officers(cast: Cast, desk: Desk, resident: Resident, name: str) -> None:
    case = resident.case()
    answer = _post(desk(cast.coordinator), case, name)
    assert answer.status_code in {403, 404}
    assert Case.objects.get(pk=case).version == 1


def test_a_part_of_the_page_tells_the_browser_where_to_go(cast: Cast, desk: Desk, resident: Resident) -> None:
    case, client = resident.case(), desk(cast.coordinator)
    headers = {"HX-Request": "true"}
    form = client.get(f"/office/case/{case}/step/accept", headers=headers).content.decode()
    assert "<html" not in form
    back = {"next": "/office/?status=new", "expected_version": "1"}
    answer = client.post(f"/office/case/{case}/step/accept", back, headers=headers)
    assert answer["HX-Redirect"] == "/office/?status=new"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/office/", "/list", "/office/../list", ""])
def test_a_form_never_leads_out_of_the_office(cast: Cast, desk: Desk, resident: Resident, back: str) -> None:
    case = resident.case()
    answer = _post(desk(cast.coordinator), case, "accept", next=back)
    assert answer["Location"] == f"/office/case/{case}"
