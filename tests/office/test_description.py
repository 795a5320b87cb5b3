"""Looking at what a resident wrote: asked for, and recorded each time."""

from collections.abc import Callable

from django.test import Client

from cast import Cast, Player, Resident
from kmzb.audit.api import entries_about
from kmzb.verification.api import Action

Desk = Callable[[Player], Client]
WORDS = "Wieczorem <b>przy ławkach</b> 🚧 zbiera się grupa."
SHOWN = "Wieczorem &lt;b&gt;przy ławkach&lt;/b&gt; 🚧 zbiera się grupa."


def _looks(case: int) -> list[tuple[str, int | None]]:
    rows = entries_about("report", case)
    return [(row.action, row.actor_id) for row in rows if row.action.endswith(".viewed")]


def test_no_page_shows_the_description_by_itself(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case(description=WORDS)
    client = desk(cast.coordinator)
    for page in ("/office/", f"/office/?case={case}", f"/office/case/{case}", f"/office/case/{case}/card"):
        text = client.get(page).content.decode()
        assert "ławkach" not in text
    assert "Odczyt zostanie odnotowany." in client.get(f"/office/case/{case}").content.decode()
    assert _looks(case) == []


def test_each_look_is_recorded_and_shows_the_words_harmless(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case(description=WORDS)
    page = desk(cast.coordinator).post(f"/office/case/{case}/description")
    assert SHOWN in page.content.decode()
    part = desk(cast.commander).post(f"/office/case/{case}/description", headers={"HX-Request": "true"})
    assert SHOWN in part.content.decode()
    assert "<html" not in part.content.decode()
    assert _looks(case) == [
        ("verification.description.viewed", cast.coordinator.id),
        ("verification.description.viewed", cast.commander.id),
    ]


def test_a_look_takes_a_button_not_a_link(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case(description=WORDS)
    assert desk(cast.coordinator).get(f"/office/case/{case}/description").status_code == 405
    assert _looks(case) == []


def test_an_administrator_sees_no_content(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case(description=WORDS)
    assert desk(cast.administrator).post(f"/office/case/{case}/description").status_code == 403
    assert _looks(case) == []


def test_notes_of_visits_are_shown_when_asked_for_and_recorded(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case()
    cast.coordinator.act(Action.ACCEPT, case)
    cast.beat_officer.act(Action.VISIT, case, seen=True, note="Rozmowa z <właścicielem>.")
    client = desk(cast.coordinator)
    assert "Rozmowa" not in client.get(f"/office/case/{case}").content.decode()
    assert "Rozmowa z &lt;właścicielem&gt;." in client.post(f"/office/case/{case}/notes").content.decode()
    assert _looks(case) == [("verification.notes.viewed", cast.coordinator.id)]
