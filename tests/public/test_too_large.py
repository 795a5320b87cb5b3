"""A body over 64 KiB is refused before it is read, and who sends slowly does not hold up the others."""

from io import BytesIO
from threading import Event, Thread

import pytest

from kmzb.public.body import UNREAD, bounded

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


def gate(seen, at_once=2):
    """Return a gate of ten bytes; what passes it is put into `seen`."""

    def application(environ, _start_response):
        seen.update(length=environ.get("CONTENT_LENGTH"), body=environ["wsgi.input"].read())
        if UNREAD in environ:
            seen["unread"] = True
        return []

    return bounded(application, 10, at_once=at_once)


def seen_by(body, **headers):
    """Return the body and length that reach the application."""
    seen = {}
    gate(seen)({"wsgi.input": BytesIO(body), **headers}, None)
    return seen


def test_a_body_in_chunks_gets_a_length():
    assert seen_by(b"12345", HTTP_TRANSFER_ENCODING="chunked") == {"length": "5", "body": b"12345"}


def test_a_body_in_chunks_is_read_one_byte_beyond_the_limit():
    assert seen_by(b"x" * 1000, HTTP_TRANSFER_ENCODING="chunked") == {"length": "11", "body": b"x" * 11}


def test_a_body_with_a_length_is_read_so_far_and_handed_on_as_it_is():
    assert seen_by(b"12345", CONTENT_LENGTH="5") == {"length": "5", "body": b"12345"}
    assert seen_by(b"1234567", CONTENT_LENGTH="5") == {"length": "5", "body": b"12345"}


@pytest.mark.parametrize("length", ["11", "9" * 5000, "-1", "²"])
def test_nothing_is_read_of_a_body_that_is_too_long_or_has_no_length(length):
    seen = {}
    gate(seen)({"wsgi.input": Untouchable(), "CONTENT_LENGTH": length}, None)
    assert seen == {"length": length, "body": b""}


def test_half_a_body_is_none():
    assert seen_by(b"123", CONTENT_LENGTH="5") == {"length": "0", "body": b""}


class Slow:
    """A body that comes when it is let."""

    def __init__(self):
        self.is_awaited, self.may_come = Event(), Event()

    def read(self, _size):
        self.is_awaited.set()
        self.may_come.wait(30)
        return b"12345"


def test_no_more_than_so_many_wait_for_their_bodies_and_the_next_is_told_so():
    slow = [Slow(), Slow()]
    application = gate(seen := {}, at_once=2)
    waiting = [Thread(target=application, args=({"wsgi.input": one, "CONTENT_LENGTH": "5"}, None)) for one in slow]
    for thread, one in zip(waiting, slow, strict=True):
        thread.start()
        assert one.is_awaited.wait(10)
    application({"wsgi.input": Untouchable(), "CONTENT_LENGTH": "5"}, None)
    assert seen == {"length": "0", "body": b"", "unread": True}
    seen.clear()
    application({"wsgi.input": BytesIO()}, None)
    assert seen == {"length": None, "body": b""}
    for thread, one in zip(waiting, slow, strict=True):
        one.may_come.set()
        thread.join(10)
    seen.clear()
    application({"wsgi.input": BytesIO(b"12345"), "CONTENT_LENGTH": "5"}, None)
    assert seen == {"length": "5", "body": b"12345"}


@pytest.mark.parametrize("path", ["/api/v1/reports", "/report", "/office/sign-in"])
def test_who_was_not_read_is_asked_to_come_again(visitor, path):
    kind = "application/json" if path.startswith("/api/") else "application/x-www-form-urlencoded"
    answer = visitor.client.generic("POST", path, b"", content_type=kind, **{UNREAD: True})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "chwilowo" in answer.text
