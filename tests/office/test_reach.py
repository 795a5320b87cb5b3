"""What is not an officer's answers exactly like what does not exist."""

from collections.abc import Callable

import pytest
from django.test import Client

from cast import Cast, Player, Resident
from kmzb.audit.api import entries_about
from kmzb.verification.api import Action, Case
from small_country import IN_DRZEWICA, IN_TOMASZOW

Desk = Callable[[Player], Client]
MISSING = 999_999
PAGES = ("", "/brief", "/card", "/step/accept", "/step/visit", "/description", "/notes")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_report_reads_like_a_missing_one(
    cast: Cast, desk: Desk, resident: Resident, path: str, method: str
) -> None:
    foreign = resident.case(lon=IN_TOMASZOW[0], lat=IN_TOMASZOW[1], description="Tajemnica")
    client = desk(cast.coordinator)
    data = {"expected_version": "1"} if method == "post" else {}
    answers = [getattr(client, method)(f"/office/case/{case}{path}", data) for case in (foreign, MISSING)]
    assert answers[0].content == answers[1].content
    assert dict(answers[0].headers) == dict(answers[1].headers)
    # A wrong method is refused before the case is looked for, for both alike.
    assert [answer.status_code for answer in answers] in ([404, 404], [405, 405])
    assert Case.objects.get(pk=foreign).version == 1
    assert entries_about("report", foreign) == []


def test_the_own_report_opens(cast: Cast, desk: Desk, resident: Resident) -> None:
    own = resident.case()
    for page in ("", "/brief", "/card", "/step/accept", "/step/visit"):
        assert desk(cast.coordinator).get(f"/office/case/{own}{page}").status_code == 200


def test_the_queue_opened_at_a_foreign_report_shows_no_details(cast: Cast, desk: Desk, resident: Resident) -> None:
    foreign = resident.case(lon=IN_TOMASZOW[0], lat=IN_TOMASZOW[1])
    client = desk(cast.coordinator)
    pages = [client.get(f"/office/?case={case}").content.decode() for case in (foreign, MISSING)]
    assert all("Wybierz zgłoszenie" in page for page in pages)


def test_a_beat_officer_reaches_the_own_beat_only(cast: Cast, desk: Desk, resident: Resident) -> None:
    own = resident.case()
    neighbours = resident.case(lon=IN_DRZEWICA[0], lat=IN_DRZEWICA[1])
    client = desk(cast.beat_officer)
    assert client.get(f"/office/case/{own}").status_code == 200
    assert client.get(f"/office/case/{neighbours}").status_code == 404
    assert desk(cast.neighbour_beat_officer).get(f"/office/case/{neighbours}").status_code == 200


def test_a_transferred_report_leaves_the_reach_of_the_unit(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case()
    cast.coordinator.act(Action.TRANSFER, case, unit_code="KPP-1016")
    assert desk(cast.coordinator).get(f"/office/case/{case}").status_code == 404
    assert desk(cast.foreign_coordinator).get(f"/office/case/{case}").status_code == 200


def test_those_above_see_both_units(cast: Cast, desk: Desk, resident: Resident) -> None:
    cases = [resident.case(), resident.case(lon=IN_TOMASZOW[0], lat=IN_TOMASZOW[1])]
    for player in (cast.regional, cast.national):
        assert [desk(player).get(f"/office/case/{case}").status_code for case in cases] == [200, 200]


def test_those_who_only_read_see_no_button(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case()
    for player in (cast.commander, cast.national):
        text = desk(player).get(f"/office/case/{case}/brief").content.decode()
        assert "/step/" not in text
        assert "tylko czytać" in text
    assert "/step/accept" in desk(cast.coordinator).get(f"/office/case/{case}/brief").content.decode()


def test_who_may_not_take_a_step_is_refused_though_they_see_the_case(
    cast: Cast, desk: Desk, resident: Resident
) -> None:
    case = resident.case()
    answer = desk(cast.beat_officer).post(f"/office/case/{case}/step/accept", {"expected_version": "1"})
    assert answer.status_code == 403
    assert desk(cast.commander).post(f"/office/case/{case}/step/accept", {"expected_version": "1"}).status_code == 403
    assert Case.objects.get(pk=case).status == "new"
