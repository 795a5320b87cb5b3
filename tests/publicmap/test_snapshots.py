"""A process begins with the files of its machine, follows beyond them, and never serves one that is damaged."""

import errno
import os
from datetime import date, timedelta
from unittest.mock import Mock

import pytest

from kmzb.geoindex.api import Index
from kmzb.publicmap import building, changes, live, merging
from kmzb.publicmap.api import FeatureQuery, MarkSet, PublicIndex, features, rebuild, summary, write_anew
from kmzb.publicmap.models import Feature, Projection
from kmzb.publicmap.snapshots import IndexStore
from kmzb.verification.api import Action, Case
from public_eye import carry
from small_country import IN_DRZEWICA, NOW

DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of index files, where every map is a big one."""
    for module in (live, merging):
        monkeypatch.setattr(module, "own_store", lambda: IndexStore(tmp_path))
        monkeypatch.setattr(module, "BIG", 1)
    monkeypatch.setattr(live, "_LOOK_S", 0.0)
    return tmp_path


@pytest.fixture
def marks(resident, cast):
    lon, lat = IN_DRZEWICA
    cases = [resident.case(category=category) for category in ("vandalism", "speeding", "begging")]
    cases.append(resident.case(lon=lon, lat=lat))
    cast.coordinator.act(Action.ACCEPT, cases[0])
    cast.coordinator.act(Action.CONFIRM, cases[0], reason_code="seen_on_visit")
    cast.coordinator.act(Action.ELIMINATE, cases[0], reason_code="stopped")
    carry(NOW + DAY)
    return cases


@pytest.fixture
def no_database(monkeypatch):
    monkeypatch.setattr(live, "from_database", lambda *_, **__: pytest.fail("everything was read anew"))


def totals(index, now=NOW + DAY):
    snapshot = index.snapshot(now=now)
    at = changes.moment_of(now)
    return {marks: snapshot.index(marks).tally(at).by_category for marks in MarkSet}


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "lock")


def test_read_at_once_and_followed_one_by_one_are_the_same(marks, resident):
    Feature.objects.filter(category="speeding").update(weight=7, is_live=False)
    Feature.objects.filter(category="begging").update(visible_from=NOW + 9 * DAY)
    Feature.objects.filter(category="vandalism", status="new").update(is_removed=True)
    known = changes.progress()
    at_once = changes.from_database(known, now=NOW + DAY)
    nothing = changes.from_database(known._replace(sequence=0), now=NOW + DAY)
    empty = {marks: type(nothing.index(marks)).build([]) for marks in MarkSet}
    begun = changes.replace(nothing, live=empty[MarkSet.LIVE], history=empty[MarkSet.HISTORY])
    followed = changes.with_changes(begun, known.sequence)
    for day in (1, 8, 9, 10, 31, 60):
        at = changes.moment_of(NOW + day * DAY)
        for marks_set in MarkSet:
            one, other = at_once.index(marks_set), followed.index(marks_set)
            assert one.tally(at).by_status == other.tally(at).by_status
            assert one.tally(at).by_month == other.tally(at).by_month
            assert one.newest(at, limit=99) == other.newest(at, limit=99)
            assert one.tile(16, 36455, 21780, at).mvt() == other.tile(16, 36455, 21780, at).mvt()
    assert at_once.history.count(at) == 7 + 1 + 1
    assert at_once.live.count(changes.moment_of(NOW + DAY)) == 1


def test_the_first_process_writes_files_and_the_next_one_opens_them(folder, marks, request):
    first = totals(PublicIndex())
    assert [name.rpartition(".")[2] for name in names(folder)] == ["history", "live"]
    request.getfixturevalue("no_database")
    second = PublicIndex()
    assert totals(second) == first
    assert second.snapshot(now=NOW + DAY).saved is not None


def test_a_small_map_has_no_files(folder, marks, monkeypatch):
    monkeypatch.setattr(live, "BIG", 100_000)
    assert PublicIndex().snapshot(now=NOW + DAY).saved is None
    assert names(folder) == []


def test_it_follows_beyond_its_files_and_takes_newer_ones(folder, marks, resident, request):
    index = PublicIndex()
    before = totals(index)
    request.getfixturevalue("no_database")
    resident.case(category="illegal_dump", now=NOW + DAY)
    carry(NOW + DAY)
    assert totals(index) != before
    followed = index.snapshot(now=NOW + DAY)
    assert followed.saved < followed.sequence
    assert merging.write_merged(now=NOW + DAY)
    renewed = index.snapshot(now=NOW + DAY)
    assert renewed.saved == renewed.sequence == followed.sequence
    assert renewed.history.changes == 0
    assert totals(index) == totals(PublicIndex())


def _damage(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def _truncate(path):
    path.write_bytes(path.read_bytes()[:-64])


def _be_foreign(path):
    path.write_bytes(b"not an index at all" * 99)


def _be_another_set(path):
    other = path.with_suffix(".live" if path.suffix == ".history" else ".history")
    path.write_bytes(other.read_bytes())


@pytest.mark.parametrize("marks_set", list(MarkSet))
@pytest.mark.parametrize("spoil", [_damage, _truncate, _be_foreign, _be_another_set])
def test_a_bad_file_is_told_by_name_set_aside_and_made_anew(folder, marks, caplog, spoil, marks_set):
    right = totals(PublicIndex())
    (path,) = folder.glob(f"*.{marks_set.value}")
    spoil(path)
    assert totals(PublicIndex()) == right
    assert path.name in caplog.text
    assert path.with_name(f"{path.name}.refused").exists()
    assert path.exists(), "it was not made anew"
    caplog.clear()
    assert totals(PublicIndex()) == right
    assert not caplog.records


def _overwrite(path):
    """Write into the very file that is mapped: everything behind its head."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x01" * (path.stat().st_size - 4096))


@pytest.mark.parametrize("marks_set", list(MarkSet))
def test_a_file_that_is_damaged_while_it_is_served_is_not_served_on(folder, marks, caplog, marks_set):
    indexes = PublicIndex(), PublicIndex()
    right = [totals(index) for index in indexes]
    keys = [index.snapshot(now=NOW + DAY).key(marks_set, 0, 0, 0, now=NOW + DAY) for index in indexes]
    (path,) = folder.glob(f"*.{marks_set.value}")
    _overwrite(path)
    assert [totals(index) for index in indexes] == right, "also where another process has set the file aside"
    assert path.name in caplog.text
    assert path.with_name(f"{path.name}.refused").exists()
    again = [index.snapshot(now=NOW + DAY).key(marks_set, 0, 0, 0, now=NOW + DAY) for index in indexes]
    assert not set(keys) & set(again), "what was answered meanwhile must not be remembered"


def test_nobody_is_answered_before_a_damaged_file_is_made_anew(folder, marks, monkeypatch):
    index = PublicIndex()
    totals(index)
    (path,) = folder.glob("*.history")
    _overwrite(path)
    seen = []
    begun = live.from_database
    monkeypatch.setattr(live, "from_database", lambda *a, **k: seen.append(index._standing) or begun(*a, **k))
    index.refresh(now=NOW + DAY)
    assert seen == [None]


def test_a_file_that_was_touched_or_deleted_is_served_on(folder, marks, request):
    index = PublicIndex()
    right = totals(index)
    request.getfixturevalue("no_database")
    for path in folder.glob("*.*"):
        os.utime(path)
    assert totals(index) == right
    for path in folder.glob("*.*"):
        path.unlink()
    assert totals(index) == right


def test_files_are_read_in_full_from_time_to_time(folder, marks, caplog, monkeypatch):
    index = PublicIndex()
    right = totals(index)
    (path,) = folder.glob("*.history")
    about = path.stat()
    _overwrite(path)
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))  # as a disk forgets: nobody wrote
    monkeypatch.setattr(live, "_READ_AGAIN_S", 0.0)
    assert totals(index) == right
    assert path.name in caplog.text


def test_a_file_from_a_later_life_of_the_database_is_passed_over(folder, marks):
    PublicIndex().snapshot(now=NOW + DAY)
    Feature.objects.filter(category="speeding").delete()
    last = max(Feature.objects.values_list("sequence", flat=True)) - 1
    Feature.objects.filter(sequence__gt=last).update(sequence=last)
    Projection.objects.update(sequence=last)
    assert "speeding" not in totals(PublicIndex())[MarkSet.HISTORY]


def _set_back(by):
    """Undo the last changes, as who restores a backup."""
    last = Projection.objects.get().sequence - by
    Feature.objects.filter(sequence__gt=last).delete()
    Projection.objects.update(sequence=last)


def _live_on(*categories):
    """Have other marks come under the numbers that have been before."""
    sequence = Projection.objects.get().sequence
    for number, category in enumerate(categories, start=1):
        mark = Feature.objects.filter(is_removed=False).first()
        mark.feature_id, mark.sequence, mark.category = f"{sequence + number:a>16}", sequence + number, category
        mark.save(force_insert=True)
    Projection.objects.update(sequence=sequence + len(categories))


@pytest.mark.parametrize("look", [totals, lambda _: merging.write_merged(now=NOW + DAY)], ids=["begin", "write"])
def test_files_of_a_life_that_was_taken_back_do_not_come_back(folder, marks, caplog, look):
    PublicIndex().snapshot(now=NOW + DAY)
    (old,) = folder.glob("*.history")
    _set_back(2)
    look(PublicIndex())
    assert not old.exists()
    assert old.with_suffix(".live").name in caplog.text
    _live_on("graffiti", "graffiti", "graffiti")
    known = changes.progress()
    truth = changes.from_database(known, now=NOW + DAY).history.tally(changes.moment_of(NOW + DAY)).by_category
    assert totals(PublicIndex())[MarkSet.HISTORY] == truth
    merging.write_merged(now=NOW + DAY)
    assert totals(PublicIndex())[MarkSet.HISTORY] == truth


def test_answers_of_a_life_that_was_taken_back_are_not_remembered(marks):
    index, keys = PublicIndex(), []
    index.refresh(now=NOW + DAY)
    for category in ("graffiti", "speeding"):
        _live_on(category)
        keys.append(index.refresh(now=NOW + DAY).key(MarkSet.HISTORY, 0, 0, 0, now=NOW + DAY))
        _set_back(1)
        index.refresh(now=NOW + DAY)
    assert keys[0] != keys[1]


def test_a_database_that_was_set_back_is_read_anew(marks):
    index = PublicIndex()
    assert totals(index)[MarkSet.HISTORY]
    Feature.objects.all().delete()
    Projection.objects.update(sequence=0)
    assert totals(index)[MarkSet.HISTORY] == {}


def test_old_files_go_and_so_does_what_a_dead_writer_left(folder, marks, resident):
    PublicIndex().snapshot(now=NOW + DAY)
    (history,) = folder.glob("*.history")
    left = history.with_name(f"{history.name}.4711.tmp")
    left.write_bytes(b"half")
    for _ in range(3):
        resident.case(now=NOW + DAY)
        carry(NOW + DAY)
        merging.write_merged(now=NOW + DAY)
    assert not left.exists()
    assert len(names(folder)) == 4, "two pairs"
    assert history.name not in names(folder)


def test_one_process_of_a_machine_writes(folder, marks):
    PublicIndex().snapshot(now=NOW + DAY)
    before = names(folder)
    with IndexStore(folder).lock(is_patient=False) as is_mine:
        assert is_mine
        assert not merging.write_merged(now=NOW + DAY)
    assert names(folder) == before


def test_a_rebuild_of_a_big_map_is_announced_when_its_files_are_there(folder, marks, request):
    index = PublicIndex()
    before = totals(index)
    request.getfixturevalue("no_database")
    rebuild(now=NOW + DAY, before_the_end=lambda epoch: write_anew(epoch, now=NOW + DAY))
    assert totals(index) == before
    epoch = Projection.objects.get().epoch
    assert index.snapshot(now=NOW + DAY).epoch == epoch
    assert [name for name in names(folder) if name.startswith(epoch)]
    merging.write_merged(now=NOW + DAY)
    assert all(name.startswith(epoch) for name in names(folder)), "what was in force until then is tidied up later"


def test_a_rebuild_that_breaks_off_leaves_the_files_that_are_in_force(folder, marks, request):
    PublicIndex().snapshot(now=NOW + DAY)

    def _break_off(epoch):
        write_anew(epoch, now=NOW + DAY)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(now=NOW + DAY, before_the_end=_break_off)
    request.getfixturevalue("no_database")
    assert totals(PublicIndex())[MarkSet.HISTORY]


def test_closed_windows_leave_the_files_of_the_live_map(folder, marks):
    PublicIndex().snapshot(now=NOW + DAY)
    merging.write_merged(now=NOW + DAY)
    later = NOW + 60 * DAY
    Projection.objects.update(sequence=Projection.objects.get().sequence + 1)
    merging.write_merged(now=later)
    snapshot = PublicIndex().snapshot(now=later)
    assert len(snapshot.live) == len(snapshot.history) - 1


@pytest.fixture
def started(monkeypatch):
    starts = []
    monkeypatch.setattr(building, "BIG", 1)
    monkeypatch.setattr(building, "_start", lambda: starts.append(1))
    return starts


@pytest.mark.parametrize(
    ("changes", "days", "times", "is_due"),
    [
        (20_000, 0, 1, False),
        (20_001, 0, 1, True),
        (20_001, 0, 2, False),
        (40_001, 0, 2, True),
        (1, 1, 1, True),
        (0, 1, 1, False),
        (1, 1, 2, False),
        (1, 2, 2, True),
    ],
)
def test_when_newer_files_are_due(folder, marks, started, changes, days, times, is_due):
    snapshot = PublicIndex().snapshot(now=NOW + DAY)
    for path in folder.iterdir():
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    builder = building.Builder(IndexStore(folder), times=times)
    builder.look(snapshot.epoch, snapshot.sequence + changes, now=NOW + days * DAY)
    assert bool(started) is is_due


@pytest.mark.parametrize(("times", "is_due"), [(1, True), (2, False)])
def test_without_files_the_worker_has_them_written(folder, started, times, is_due):
    building.Builder(IndexStore(folder), times=times).look("0" * 16, 5, now=NOW)
    assert bool(started) is is_due


def test_a_list_is_never_older_than_what_it_tells_of(marks, cast, monkeypatch):
    """The thread that follows has not seen a change yet; the database has."""
    index = live.live_index()
    stale = index.snapshot(now=NOW + DAY)
    feature_id = Case.objects.get(pk=marks[1]).feature_id
    cast.coordinator.act(Action.DISMISS, marks[1], reason_code="joke", now=NOW + DAY)
    carry(NOW + DAY)
    monkeypatch.setattr(index, "_is_followed", lambda: True)
    monkeypatch.setattr(index, "_standing", stale)
    assert summary(FeatureQuery(), now=NOW + DAY).total == 4
    page = features(FeatureQuery(), now=NOW + DAY)
    assert feature_id not in {row.id for row in page.rows}
    assert page.total == len(page.rows) == 3


def test_days_of_files_are_days_in_warsaw(folder, marks):
    late = NOW.replace(hour=23, minute=30) + DAY
    snapshot = PublicIndex().snapshot(now=late)
    assert snapshot.day == date(2026, 11, 24)


def _full(*_words, **_more):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["lock", "keep"])
def test_a_full_disk_keeps_no_mark_from_the_map(folder, marks, monkeypatch, caplog, step):
    reads = []
    begun = live.from_database
    monkeypatch.setattr(live, "from_database", lambda *a, **k: reads.append(1) or begun(*a, **k))
    monkeypatch.setattr(IndexStore, step, _full)
    index = PublicIndex()
    assert [totals(index)[MarkSet.HISTORY]["vandalism"] for _ in range(3)] == [2, 2, 2]
    assert len(reads) == 1
    assert "No space left" in caplog.text


def test_files_that_cannot_be_opened_keep_no_mark_from_the_map(folder, marks, monkeypatch):
    right = totals(PublicIndex())
    monkeypatch.setattr(Index, "open", _full)
    assert totals(PublicIndex()) == right


def test_a_writer_that_fails_is_started_less_and_less_often(folder, marks, monkeypatch):
    clock = iter(range(10_000))
    monkeypatch.setattr(building, "monotonic", lambda: next(clock))
    monkeypatch.setattr(building, "BIG", 1)
    starts = []
    monkeypatch.setattr(building, "_start", lambda: starts.append(1) or Mock(poll=lambda: 1))
    builder = building.Builder(IndexStore(folder), times=1)
    for _ in range(2_000):
        if builder.is_time():
            builder.look("0" * 16, 5, now=NOW)
    assert 3 <= len(starts) <= 12


def test_what_was_merged_in_memory_is_not_begun_again_from_the_same_files(folder, marks, resident, monkeypatch):
    index = PublicIndex()
    totals(index)
    for _ in range(3):
        resident.case(now=NOW + DAY)
    carry(NOW + DAY)
    monkeypatch.setattr(building, "LEAST_TAIL", 0.5)
    monkeypatch.setattr(building, "TAIL_SHARE", 0.0)
    merges = []
    merge = live.in_one_piece
    monkeypatch.setattr(live, "in_one_piece", lambda *a, **k: merges.append(1) or merge(*a, **k))
    for _ in range(6):
        index.refresh(now=NOW + DAY)
    assert len(merges) == 1
