"""Text is packed for those who can unpack it, secrets never."""

import gzip

import pytest

ASKED = {"Accept_Encoding": "br, gzip;q=0.8"}


@pytest.mark.parametrize("path", ["/", "/list", "/help", "/basemap/towns.json", "/api/v1/categories"])
def test_text_is_packed_and_says_the_same(visitor, cast, path):
    plain, packed = visitor.get(path), visitor.get(path, **ASKED)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content)
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/report", "/follow", "/office/"])
def test_what_may_hold_a_secret_is_not(visitor, cast, path):
    assert "Content-Encoding" not in visitor.get(path, **ASKED).headers


def test_a_page_with_a_token_is_not(visitor, mark):
    assert "Content-Encoding" not in visitor.get(f"/mark/{mark}", **ASKED).headers


@pytest.mark.parametrize("offer", ["", "identity", "br", "gzip;q=0", "gzip;q=0.0", "gzipped"])
def test_who_cannot_unpack_gets_it_plain(visitor, cast, offer):
    assert "Content-Encoding" not in visitor.get("/help", Accept_Encoding=offer).headers


def test_small_answers_stay_as_they_are(visitor):
    assert "Content-Encoding" not in visitor.get("/healthz", **ASKED).headers


def test_a_packed_layer_that_is_known_is_not_sent_again(visitor, cast):
    etag = visitor.get("/basemap/towns.json", **ASKED).headers["ETag"]
    again = visitor.get("/basemap/towns.json", **ASKED, If_None_Match=etag)
    assert (again.status_code, again.content) == (304, b"")
