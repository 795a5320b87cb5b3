"""From bytes to rows: what a file of old reports may look like."""

import csv
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmzb.verification.api import FileRefused, open_archive
from kmzb.verification.archive.lines import LINE_MAX, lines_of, records_of
from old_reports import ROW

HEADER = ",".join(ROW)


def rows(text, separator=",", width=3):
    data = text if isinstance(text, bytes) else text.encode()
    records = list(records_of(lines_of(io.BytesIO(data)), separator, width))
    return [(record.line, record.fields or record.problem) for record in records]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_of_both_ways_and_blank_lines(end):
    assert rows(end.join(["a,b,c", "", "  ", "d,e,f"])) == [(1, ["a", "b", "c"]), (4, ["d", "e", "f"])]
    assert rows(f"a,b,c{end}") == [(1, ["a", "b", "c"])]


def test_quoted_fields():
    assert rows('"a,1",b,"c ""d"""\n') == [(1, ["a,1", "b", 'c "d"'])]
    assert rows('a;"b;c";d', ";") == [(1, ["a", "b;c", "d"])]


def test_a_quoted_field_may_run_over_lines_and_the_next_row_keeps_its_number():
    assert rows('a,"b\nb\n\nb",c\nd,e,f') == [(1, ["a", "b\nb\n\nb", "c"]), (5, ["d", "e", "f"])]


def test_a_quotation_mark_that_is_never_closed_spoils_its_own_line_only():
    told = rows('a,"b,c\nd,e,f\ng,h,i\n')
    assert told == [(1, "a quotation mark is not closed"), (2, ["d", "e", "f"]), (3, ["g", "h", "i"])]


def test_two_such_lines_do_not_swallow_what_stands_between_them():
    told = rows('a,"b,c\nd,e,f\n"g,h,i\nj,k,l\n')
    assert [line for line, fields in told if isinstance(fields, list)] == [2, 4]


def test_a_mark_in_the_wrong_place_spoils_its_own_line_only():
    (first, problem), second = rows('"a"b,c,d\ne,f,g')
    assert (first, second) == (1, (2, ["e", "f", "g"]))
    assert "wrong place" in problem


def test_an_over_long_line_is_refused_and_the_next_is_read():
    told = rows(b"a,b,c\n" + b"x" * 3_000_000 + b"\nd,e,f\n")
    assert told == [(1, ["a", "b", "c"]), (2, f"the line is longer than {LINE_MAX} bytes"), (3, ["d", "e", "f"])]
    just_right = "a,b," + "c" * (LINE_MAX - 4)
    assert rows(just_right)[0][1][2] == just_right[4:]
    assert isinstance(rows(just_right + "c")[0][1], str)


_field = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=5)


@given(st.lists(st.lists(_field, min_size=3, max_size=3), max_size=6), st.sampled_from(",;"))
def test_whatever_the_usual_writer_writes_is_read(table, separator):
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(table)
    assert [fields for _, fields in rows(text.getvalue(), separator)] == table


def header_of(tmp_path, data):
    path = tmp_path / "old.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return open_archive(path).layout


def test_the_header_tells_the_columns_in_any_order_case_and_separator(tmp_path):
    turned = "lat,LON, Status,category,changed_on,reported_on,external_id"
    assert header_of(tmp_path, turned).places["lon"] == 1
    assert header_of(tmp_path, HEADER.replace(",", ";")).separator == ";"
    assert header_of(tmp_path, b"\xef\xbb\xbf" + HEADER.encode()).places["external_id"] == 0
    assert header_of(tmp_path, HEADER.replace("lon,lat", "easting,northing")).is_metric
    assert header_of(tmp_path, HEADER + ",note").ignored == ("note",)
    assert header_of(tmp_path, '"' + HEADER.replace(",", '","') + '"\r\n').width == 7


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "the file is empty"),
        ("\n", "missing: external_id"),
        ("KMZB/1,speeding,confirmed,2020-05-04,2020-05-09,20.28,51.38\n", "missing: external_id"),
        (HEADER.replace("status,", ""), "missing: status"),
        (HEADER.replace(",", "\t"), "missing"),
        (HEADER.replace(",lat", ""), "either lon and lat"),
        (HEADER.replace("lat", "northing"), "either lon and lat"),
        (HEADER + ",easting,northing", "not both"),
        (HEADER + ",easting", "not both"),
        (HEADER + ",status", "stand twice: status"),
        ('"' + HEADER, "missing"),
        (HEADER.encode("utf-16"), "not UTF-8"),
        (f"{HEADER}\nKMZB/1,Żebractwo".encode("cp1250"), "not UTF-8, near byte"),
        (HEADER.encode() + b"\n" + b"x" * 2_000_000 + b"\xff\n", "near byte 2000060"),
        (HEADER.encode() + b"\n\xc5", "not UTF-8"),
        (HEADER + ",x" * LINE_MAX, "line 1 is longer"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(tmp_path, data, part):
    with pytest.raises(FileRefused) as refusal:
        header_of(tmp_path, data)
    assert part in str(refusal.value)


def test_what_is_no_file_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, part in (("missing.csv", "No such file"), (".", "got a folder"), ("pipe", "got a folder, a pipe")):
        with pytest.raises(FileRefused, match=part):
            open_archive(tmp_path / name)
