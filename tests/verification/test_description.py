"""Every look at a description stands in the record."""

import pytest

from kmzb.audit.api import entries_about
from kmzb.audit.models import Entry
from kmzb.reports.api import NotFound, erase
from kmzb.verification.api import look_at_description, look_at_notes
from small_country import NOW


@pytest.fixture
def told(cast, resident):
    return resident.case(description="Łamią ławki przy fontannie")


def asked(player):
    return {"scope": player.scope, "actor": player.actor, "now": NOW}


def test_the_description_is_shown_and_the_look_recorded(cast, told):
    assert look_at_description(told, **asked(cast.beat_officer)) == "Łamią ławki przy fontannie"
    (entry,) = entries_about("report", told)
    assert (entry.action, entry.actor_id) == ("verification.description.viewed", cast.beat_officer.id)


def test_two_looks_are_two_rows(cast, told):
    look_at_description(told, **asked(cast.coordinator))
    look_at_description(told, **asked(cast.coordinator))
    assert len(entries_about("report", told)) == 2


def test_notes_are_recorded_likewise(cast, told):
    assert look_at_notes(told, **asked(cast.coordinator)) == {}
    assert [entry.action for entry in entries_about("report", told)] == ["verification.notes.viewed"]


@pytest.mark.parametrize("name", ["foreign_coordinator", "administrator", "partner"])
def test_who_may_not_look_leaves_no_row(cast, told, name):
    before = Entry.objects.count()
    with pytest.raises(NotFound):
        look_at_description(told, **asked(getattr(cast, name)))
    assert Entry.objects.count() == before


def test_no_record_no_look(cast, told, monkeypatch):
    def fail(*_args, **_named):
        raise RuntimeError("the record is full")

    monkeypatch.setattr("kmzb.verification.actions.record", fail)
    with pytest.raises(RuntimeError, match="record is full"):
        look_at_description(told, **asked(cast.coordinator))


def test_an_erased_description_is_gone(cast, told):
    erase(told)
    with pytest.raises(NotFound):
        look_at_description(told, **asked(cast.coordinator))


def test_the_record_holds_no_content(cast, told):
    look_at_description(told, **asked(cast.coordinator))
    assert "fontannie" not in repr(list(Entry.objects.values()))
