"""Old reports go into the archive once, whatever the file holds and however often it is brought."""

import pytest

from kmzb.audit.models import Entry
from kmzb.territory.metric import to_metres
from kmzb.verification.api import ArchivedReport, import_archive, open_archive
from kmzb.verification.archive import load
from kmzb.verification.archive.store import put_away
from kmzb.verification.models import Case
from old_reports import old_row, write_drawn, write_rows
from small_country import IN_OPOCZNO, NOW


@pytest.fixture
def bring(cast, tmp_path):
    """Import rows and return the counts with the refusals."""

    def _bring(*rows, separator=",", is_live=False):
        path = rows[0] if len(rows) == 1 and not isinstance(rows[0], dict) else None
        path = path or write_rows(tmp_path / "old.csv", rows, separator=separator)
        refusals = []
        state = import_archive(
            open_archive(path), is_live=is_live, now=NOW, refuse=refusals.append, tell=lambda _: None
        )
        return (state.imported, state.already_present, state.refused), refusals

    return _bring


def _kept():
    return list(ArchivedReport.objects.order_by("id").values())


def test_a_row_is_kept_as_it_was_told(bring):
    assert bring(old_row(count=5, weekdays="671", time_of_day="night", confirmations="2")) == ((1, 0, 0), [])
    row = ArchivedReport.objects.get()
    assert (row.category, row.status, row.lon, row.lat) == ("speeding", "confirmed", *IN_OPOCZNO)
    assert (str(row.reported_on), str(row.changed_on)) == ("2020-05-04", "2020-05-09")
    assert (row.weight, row.weekdays, row.time_of_day, row.confirmations, row.is_live) == (5, "167", "night", 2, False)
    assert len(row.feature_id) == 16
    assert not Case.objects.exists()


def test_the_external_id_itself_is_nowhere(bring):
    bring(old_row(external_id="KMZB-TAJNE-77"))
    assert all("TAJNE" not in str(value) for value in vars(ArchivedReport.objects.get()).values())
    assert len(bytes(ArchivedReport.objects.get().key)) == 16


def test_twice_adds_nothing_and_alters_nothing(bring):
    rows = [old_row(external_id=f"A{number}", count=number + 1) for number in range(30)]
    assert bring(*rows)[0] == (30, 0, 0)
    kept = _kept()
    assert bring(*reversed(rows))[0] == (0, 30, 0)
    assert bring(*[{**row, "status": "new", "count": "9"} for row in rows], is_live=True)[0] == (0, 30, 0)
    assert _kept() == kept
    assert bring(*rows, old_row(external_id="A30", count=1))[0] == (1, 30, 0)


def test_of_one_id_twice_in_a_file_the_first_row_goes_in(bring):
    told = bring(old_row(external_id="A"), old_row(external_id="B"), old_row(external_id="A", status="new"))
    assert told == ((2, 1, 0), [])
    assert set(ArchivedReport.objects.values_list("status", flat=True)) == {"confirmed"}


def test_what_is_wrong_is_told_by_line_and_the_rest_goes_in(bring):
    counts, refusals = bring(
        old_row(external_id="A"),
        old_row(external_id="B", category="other"),
        old_row(external_id="C", lon="2.35", lat="48.85"),
        old_row(external_id="D", changed_on="2020-05-03"),
        old_row(external_id="E"),
        old_row(external_id=""),
    )
    assert counts == (2, 0, 4)
    assert [(one.line, one.external_id, one.field) for one in refusals] == [
        (3, "B", "category"),
        (4, "C", "lon"),
        (5, "D", "changed_on"),
        (7, "", "external_id"),
    ]
    assert "outside the country" in refusals[1].reason


def test_short_and_long_rows_and_wild_lines_are_refused_by_their_line(bring, tmp_path):
    good = ",".join(old_row(external_id="A").values())
    path = tmp_path / "wild.csv"
    lines = [",".join(old_row()), good, "B,speeding", good + ",1", "x" * 20_000, "", 'C,"speeding,', good]
    path.write_text("\n".join(lines), encoding="utf-8")
    counts, refusals = bring(path)
    assert counts == (1, 1, 4)
    assert [one.line for one in refusals] == [3, 4, 5, 7]
    assert refusals[0].external_id == "B"


def test_points_of_puwg_1992_are_the_same_places(bring):
    easting, northing = to_metres(*IN_OPOCZNO)
    assert (round(easting, -4), round(northing, -4)) == (590_000, 390_000)
    bring(old_row(lon=None, lat=None, easting=f"{easting:.2f}", northing=f"{northing:.2f}"))
    row = ArchivedReport.objects.get()
    assert (row.lon, row.lat) == pytest.approx(IN_OPOCZNO, abs=2e-6)
    assert (row.lon, row.lat) == (round(row.lon, 6), round(row.lat, 6))


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"lon": "51.38", "lat": "20.28"}, "each other's place"),
        ({"lon": "0", "lat": "0"}, "outside the country"),
        ({"lon": "-180", "lat": "-90"}, "outside the country"),
        ({"lon": None, "lat": None, "easting": "391787.51", "northing": "588926.92"}, "each other's place"),
        ({"lon": None, "lat": None, "easting": "9" * 300, "northing": "1"}, "outside the country"),
        ({"lon": None, "lat": None, "easting": "0", "northing": "0"}, "outside the country"),
    ],
)
def test_a_place_outside_the_country_is_refused(bring, given, part):
    counts, (refusal,) = bring(old_row(**given))
    assert counts == (0, 0, 1)
    assert refusal.field in {"lon", "easting"}
    assert part in refusal.reason


def test_every_import_is_written_down_by_the_digest_of_its_file(bring):
    bring(old_row(count="1"), old_row(external_id="B", count="0"), is_live=True)
    entry = Entry.objects.get(action="verification.archive.imported")
    assert entry.detail == {"imported": 1, "already_present": 0, "refused": 1, "is_live": True}
    assert "old.csv" not in str(vars(entry))


def test_a_drawn_file_adds_up_over_many_batches(bring, tmp_path, monkeypatch):
    monkeypatch.setattr("kmzb.verification.archive.load._BATCH", 70)
    counts, refusals = bring(write_drawn(tmp_path / "drawn.csv", 500))
    assert sum(counts) == 500
    assert counts[2] == len(refusals)
    assert counts[0] == ArchivedReport.objects.count() > 10
    assert [one.line for one in refusals] == sorted(one.line for one in refusals)
    feature_ids = set(ArchivedReport.objects.values_list("feature_id", flat=True))
    assert len(feature_ids) == counts[0]


@pytest.fixture
def slow_disk(monkeypatch):
    """A clock that only writing moves on: 2 ms a row. It holds the sizes of the transactions."""
    sizes, clock = [], [0.0]

    def slowly(rows, *, is_live):
        sizes.append(len(rows))
        clock[0] += 0.002 * len(rows)
        return put_away(rows, is_live=is_live)

    monkeypatch.setattr(load, "monotonic", lambda: clock[0])
    monkeypatch.setattr(load, "put_away", slowly)
    return sizes


def test_on_a_slow_disk_transactions_become_short(bring, slow_disk):
    counts, _ = bring(*[old_row(external_id=f"A{number}") for number in range(1000)])
    assert counts == (1000, 0, 0)
    first, *others, last = slow_disk
    assert first == 250
    assert set(others) == {100}, "200 ms each"
    assert last <= 100


def test_on_a_quick_one_they_grow(bring, slow_disk, monkeypatch):
    monkeypatch.setattr(load, "monotonic", lambda: 0.0)
    bring(*[old_row(external_id=f"A{number}") for number in range(2000)])
    assert slow_disk == [250, 500, 1000, 250]
