"""From bytes to rows: what a file of old reports may look like."""

import csv
import io
import os
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmzb.verification.api import FileRefused, open_archive
from kmzb.verification.archive import lines
from kmzb.verification.archive.lines import ROW_MAX, lines_of, records_of
from old_reports import ROW

HEADER = ",".join(ROW)


def rows(text, separator=","):
    data = text if isinstance(text, bytes) else text.encode()
    records = list(records_of(lines_of(io.BytesIO(data)), separator))
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
    assert told == [(1, ["a", "b", "c"]), (2, f"the row is longer than {ROW_MAX} bytes"), (3, ["d", "e", "f"])]
    just_right = "a,b," + "c" * (ROW_MAX - 4)
    assert rows(just_right)[0][1][2] == just_right[4:]
    assert isinstance(rows(just_right + "c")[0][1], str)


FORGED = "FORGED,b,c"


@pytest.mark.parametrize("before", ["\n" * 60, "x" * ROW_MAX + "\n", "\n" + "y" * 30_000 + "\n", '""\n'])
@pytest.mark.parametrize("rest", ["", ",and,too,many"])
def test_what_stands_in_quotation_marks_never_becomes_a_row(before, rest):
    told = rows(f'a,b,"{before}{FORGED}\n"{rest}\nd,e,f\n')
    assert len(told) == 2
    assert told[0][0] == 1
    assert told[0][1] != FORGED.split(",")
    assert told[1] == (3 + before.count("\n"), ["d", "e", "f"])


def test_a_row_over_lines_has_the_limit_of_a_row():
    longest = 'a,b,"' + "c\n" * 100
    longest += "d" * (ROW_MAX - len(longest) - 1) + '"'
    assert rows(f"{longest}\nd,e,f")[0][1][0] == "a"
    assert rows(longest.replace("d", "dd", 1) + "\nd,e,f") == [
        (1, f"the row is longer than {ROW_MAX} bytes"),
        (102, ["d", "e", "f"]),
    ]


def test_a_mark_without_a_fellow_spoils_no_row_with_marks_after_it():
    told = rows('a,"b,c\nd,e,f\ng,"h,h",i\nj,"k\nk",l\n')
    assert told == [
        (1, "a quotation mark is not closed"),
        (2, ["d", "e", "f"]),
        (3, ["g", "h,h", "i"]),
        (4, ["j", "k\nk", "l"]),
    ]


@pytest.mark.parametrize("last", ["", 'x"y'])
def test_many_marks_without_fellows_are_looked_at_once(monkeypatch, last):
    """Each line opens a field that the next one goes on with: none may read all that follow."""
    looks = Mock(side_effect=lines.split)
    monkeypatch.setattr(lines, "split", looks)
    count = 3_000
    assert len(rows('z","z\n' * count + last)) == count + bool(last)
    assert looks.call_count <= 3 * count


_field = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=5)


@given(st.lists(st.lists(_field, min_size=3, max_size=3), max_size=6), st.sampled_from(",;"))
def test_whatever_the_usual_writer_writes_is_read(table, separator):
    text = io.StringIO(newline="")
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
        (HEADER + ",x" * ROW_MAX, "line 1 is longer"),
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
