"""What a row of old reports may say, and what is refused."""

import unicodedata
from datetime import date

import pytest

from kmzb.categories.api import catalogue, official_names
from kmzb.verification.archive.errors import RowRefused
from kmzb.verification.archive.header import read_layout
from kmzb.verification.archive.values import MOST, Reader, key_of
from kmzb.verification.states import Status
from kmzb.verification.words import official_status_names
from old_reports import ROW, old_row

TODAY = date(2026, 11, 22)


def read(separator=",", **given):
    row = old_row(**given)
    layout = read_layout(separator.join(row))
    return Reader(layout, TODAY).read(list(row.values()))


def refused(field, part, separator=",", **given):
    with pytest.raises(RowRefused) as why:
        read(separator, **given)
    assert why.value.field == field
    assert part in why.value.reason
    return True


def test_a_row_is_read_whole():
    told = read(count=7, time_of_day="night", weekdays="67", confirmations=3)
    assert told.key == key_of(ROW["external_id"])
    assert (told.category, told.status) == ("speeding", "confirmed")
    assert (told.reported_on, told.changed_on) == (date(2020, 5, 4), date(2020, 5, 9))
    assert (told.east, told.north, told.weight) == (20.28, 51.38, 7)
    assert (told.time_of_day, told.weekdays, told.confirmations) == ("night", "67", 3)


def test_an_id_is_the_same_with_its_accents_composed_or_apart():
    composed, apart = "Zgłoszenie/Żary/ó/1", unicodedata.normalize("NFD", "Zgłoszenie/Żary/ó/1")
    assert apart != composed
    assert read(external_id=apart).key == read(external_id=composed).key == key_of(composed) == key_of(apart)
    assert read(external_id="ó" * 200).key == read(external_id=unicodedata.normalize("NFD", "ó" * 200)).key
    assert read(external_id="Zgloszenie/Zary/o/1").key != key_of(composed)


def test_what_is_optional_may_be_empty_or_missing():
    told = read(count="", time_of_day="", weekdays="", confirmations="")
    assert told == read()
    assert (told.weight, told.time_of_day, told.weekdays, told.confirmations) == (1, "", "", 0)


@pytest.mark.parametrize("code", [category.code for category in catalogue().all])
def test_a_category_is_known_by_code_and_by_official_name(code):
    name = official_names()[code]
    plain = name.translate(str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ"))
    for word in (code, code.upper(), name, name.upper(), plain, f"  {name} "):
        assert read(category=word).category == code


@pytest.mark.parametrize("status", list(Status))
def test_a_status_is_known_by_code_and_by_official_name(status):
    name = official_status_names()[status.value]
    for word in (status.value, name, name.upper(), name.replace("Ż", "Z").replace("ę", "e")):
        assert read(status=word).status == status


@pytest.mark.parametrize(
    ("written", "kept"), [("7", "7"), ("135", "135"), ("5,3 1", "135"), ("1;2", "12"), ("6 7 6", "67")]
)
def test_weekdays_are_kept_in_order(written, kept):
    assert read(weekdays=written).weekdays == kept


@pytest.mark.parametrize(("written", "kept"), [("0", 0), ("1", 1), ("2-4", 2), ("5+", 5), ("40", 40)])
def test_confirmations_are_a_number_or_what_is_published(written, kept):
    assert read(confirmations=written).confirmations == kept


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("external_id", ["", "   ", "x" * 201, "a\x00b", "a\tb", "a\nb"]),
        ("category", ["", "other", "speed", "42"]),
        ("status", ["", "closed", "Potwierdzone!", "7"]),
        ("reported_on", ["", "2020-13-01", "2020-02-30", "20200504", "2020-W19-1", "4.5.2020", "2020-05-04T10:00"]),
        ("reported_on", ["2015-12-31", "0001-01-01", "2026-11-23", "9999-12-31"]),
        ("changed_on", ["", "2020-05-03", "2026-11-23", "x"]),
        ("lon", ["", "nan", "NaN", "inf", "-inf", "1e1", "0x14", "20,28", "20.", "٢٠", "1_0", "180.1", "2028"]),
        ("lat", ["", "nan", "90.5", "-91", "north"]),
        ("count", ["0", "-1", "1.5", "1e3", str(MOST + 1), "99999999999999999999", "many", "NaN", "+5"]),
        ("time_of_day", ["noon", "Night", "rano"]),
        ("weekdays", ["0", "8", "mon", "1-5", "1,,x"]),
        ("confirmations", ["-1", "1.0", "2–4", "lots", str(MOST + 1)]),
    ],
)
def test_what_is_wrong_is_refused_by_the_name_of_its_column(field, values):
    for value in values:
        assert refused(field, "", **{field: value}), value
    assert read(**{field: old_row(count=1, time_of_day="night", weekdays="1", confirmations="0")[field]})


def test_the_limits_themselves_are_right():
    assert read(reported_on="2016-01-01", changed_on="2026-11-22", count=MOST, external_id="x" * 200)
    assert read(reported_on="2026-11-22", changed_on="2026-11-22").weight == 1


def test_the_reason_says_what_was_got_and_no_more_than_a_piece_of_it():
    assert refused("category", "'other'", category="other")
    with pytest.raises(RowRefused) as why:
        read(category="x" * 5000)
    assert len(why.value.reason) < 150


def test_decimal_commas_go_with_semicolons():
    assert read(";", lon="20,28", lat="51,38").east == 20.28
    assert refused("lon", "expected a number", ";", lon="20,28,1")


@pytest.mark.parametrize("fields", [[], [""], ["a"] * 6, ["a"] * 8])
def test_a_row_of_another_width_is_refused(fields):
    layout = read_layout(",".join(ROW))
    with pytest.raises(RowRefused, match=f"expected 7 fields, got {len(fields)}"):
        Reader(layout, TODAY).read(fields)
