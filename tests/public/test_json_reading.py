"""What two programs could read in two ways is refused."""

import pytest

from kmzb.public.v1.reading import read_object

PATH = "/api/v1/follow-up"


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"null",
        b"[]",
        b'"receipt"',
        b"17",
        b'{"receipt": "a"} {}',
        b'{"receipt": "a", "receipt": "b"}',
        b'{"receipt": NaN}',
        b'{"receipt": Infinity}',
        b'{"receipt": -Infinity}',
        b'{"receipt": 1e999}',
        b'{"receipt": "\xff"}',
        b'\xef\xbb\xbf{"receipt": "a"}',
        '{"receipt": "a"}'.encode("utf-16"),
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b'{"receipt": ' + b"9" * 5000 + b"}",
        b"{'receipt': 'a'}",
    ],
)
def test_broken_json_is_a_bad_request(visitor, body):
    refused = visitor.post(PATH, body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_request")


def test_good_json_is_read():
    assert read_object(b'{"a": [1, 2.5, "\xc5\xbc", null, true]}') == {"a": [1, 2.5, "ż", None, True]}


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"receipt": "a", "phone": "1"}, "phone", "unknown"),
        ({}, "receipt", "required"),
        ({"receipt": 5}, "receipt", "wrong_type"),
        ({"receipt": None}, "receipt", "wrong_type"),
        ({"receipt": ["a"]}, "receipt", "wrong_type"),
        ({"receipt": "a" * 201}, "receipt", "out_of_range"),
    ],
)
def test_fields_are_named(visitor, body, field, code):
    refused = visitor.post(PATH, body)
    assert refused.status_code == 422
    error = refused.json()["error"]
    assert error["code"] == "invalid"
    assert {name: one["code"] for name, one in error["fields"].items()} == {field: code}


def test_a_lone_surrogate_is_no_text(visitor):
    assert visitor.post(PATH, b'{"receipt": "\\ud800"}').status_code == 422
