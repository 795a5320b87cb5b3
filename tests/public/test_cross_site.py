"""Writes come from our own pages, or from programs that are no browsers."""

import pytest

FOLLOW = "/api/v1/follow-up"
BODY = {"receipt": "A" * 24}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "same-origin", "Origin": "https://evil.example"},
        {"Origin": "http://testserver"},
        {"Origin": "HTTP://TestServer"},
    ],
)
def test_our_own_pages_and_programs_may_write(visitor, headers):
    assert visitor.post(FOLLOW, BODY, **headers).json()["error"]["code"] == "not_found"
    assert visitor.submit("/follow", {"receipt": ""}, **headers).status_code == 422


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": ""},
        {"Sec_Fetch_Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver:8000"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
    ],
)
def test_all_else_is_refused(visitor, headers):
    refused = visitor.post(FOLLOW, BODY, **headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "cross_site")
    page = visitor.submit("/follow", {"receipt": "x"}, **headers)
    assert page.status_code == 403
    assert "przyszło z\xa0innej strony" in page.text


@pytest.mark.parametrize("path", ["/report", "/follow", "/en/report", "/mark/aaaaaaaaaaaaaaaa/confirm"])
def test_every_public_form_is_guarded(visitor, path):
    assert visitor.submit(path, {}, Sec_Fetch_Site="cross-site").status_code == 403


def test_reading_is_free_from_anywhere(visitor):
    assert visitor.get("/api/v1/categories", Sec_Fetch_Site="cross-site", Origin="https://x.example").status_code == 200


def test_behind_a_proxy_the_visitors_scheme_counts(visitor, settings):
    from dataclasses import replace

    headers = {"Origin": "https://testserver", "X_Forwarded_Proto": "https"}
    assert visitor.post(FOLLOW, BODY, **headers).status_code == 403
    settings.KMZB = replace(settings.KMZB, trusted_proxies=("127.0.0.1",))
    assert visitor.post(FOLLOW, BODY, **headers).status_code == 404


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_json_routes_take_json_only(visitor, kind):
    refused = visitor.client.post(FOLLOW, b'{"receipt": "x"}', content_type=kind)
    assert (refused.status_code, refused.json()["error"]["code"]) == (415, "unsupported_type")


def test_json_may_name_its_charset(visitor):
    answer = visitor.client.post(FOLLOW, b'{"receipt": "x"}', content_type="application/json; charset=utf-8")
    assert answer.status_code == 404
