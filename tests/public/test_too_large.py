"""A body over 64 KiB is refused before it is read."""

from io import BytesIO

import pytest

from kmzb.public.body import bounded

LIMIT = 64 * 1024


class Untouchable:
    """A body that nobody may read."""

    def read(self, *_args):
        raise AssertionError("the body was read")

    readline = read


def test_a_declared_length_is_enough_to_refuse(visitor):
    for path, kind in [("/api/v1/reports", "application/json"), ("/report", "application/x-www-form-urlencoded")]:
        refused = visitor.client.generic(
            "POST", path, b"", content_type=kind, **{"CONTENT_LENGTH": str(100_000_000), "wsgi.input": Untouchable()}
        )
        assert refused.status_code == 413
    assert "64 KB" in refused.text


def test_the_refusal_has_the_one_shape(visitor):
    refused = visitor.post("/api/v1/reports", b"x" * (LIMIT + 1))
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_large")


def test_a_body_of_exactly_the_limit_is_read(visitor):
    assert visitor.post("/api/v1/reports", b" " * LIMIT).json()["error"]["code"] == "bad_request"


@pytest.mark.parametrize("length", ["-1", "many", "1e9", "²"])
def test_a_length_that_is_no_length_is_refused(visitor, length):
    answer = visitor.client.generic(
        "POST", "/api/v1/follow-up", b"{}", content_type="application/json", CONTENT_LENGTH=length
    )
    assert answer.status_code == 400


def seen_by(body, **headers):
    """Return the body and length that reach the application."""
    seen = {}

    def application(environ, _start_response):
        seen["length"] = environ.get("CONTENT_LENGTH")
        seen["body"] = environ["wsgi.input"].read()
        return []

    bounded(application, 10)({"wsgi.input": BytesIO(body), **headers}, None)
    return seen


def test_a_body_in_chunks_gets_a_length():
    assert seen_by(b"12345", HTTP_TRANSFER_ENCODING="chunked") == {"length": "5", "body": b"12345"}


def test_a_body_in_chunks_is_read_one_byte_beyond_the_limit():
    assert seen_by(b"x" * 1000, HTTP_TRANSFER_ENCODING="chunked") == {"length": "11", "body": b"x" * 11}


def test_a_body_with_a_length_is_left_alone():
    assert seen_by(b"12345", CONTENT_LENGTH="5") == {"length": "5", "body": b"12345"}
