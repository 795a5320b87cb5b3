import pytest

from kmzb.public.pages import listing
from kmzb.verification.api import Action
from public_eye import carry
from small_country import NOW


def test_a_line_tells_what_where_and_in_which_state(visitor, resident, cast):
    case = resident.case()
    cast.coordinator.act(Action.ACCEPT, case)
    cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit", reason_text="Rozbite szyby.")
    carry(NOW)
    page = visitor.get("/list").text
    for words in ("Akty wandalizmu", "powiat opoczyński", "Potwierdzone", "Rozbite szyby.", "22\u00a0listopada"):
        assert words.replace("\u00a0", " ") in page.replace("\u00a0", " ")


def test_pages_lead_on_and_back(visitor, resident, monkeypatch):
    monkeypatch.setattr(listing, "_ROWS", "2")
    for _ in range(3):
        resident.report()
    carry(NOW)
    first = visitor.get("/list?category=vandalism").context
    assert (first["total"], len(first["marks"]), first["is_first"]) == (3, 2, True)
    second = visitor.get(first["next_url"]).context
    assert (second["total"], len(second["marks"]), second["is_first"], second["next_url"]) == (3, 1, False, "")
    assert not {mark.id for mark in first["marks"]} & {mark.id for mark in second["marks"]}


def test_nothing_found_is_said(visitor, cast):
    page = visitor.get("/list?category=begging").text
    assert 'class="blank"' in page


def test_a_cursor_that_is_none_is_refused(visitor):
    assert visitor.get("/list?cursor=garbage").status_code == 422


@pytest.mark.parametrize("prefix", ["", "/en", "/uk"])
def test_marks_lead_to_their_page_in_the_same_language(visitor, mark, prefix):
    assert f'href="{prefix}/mark/{mark}"' in visitor.get(f"{prefix}/list").text
