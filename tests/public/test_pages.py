"""Every page, in every language: there, complete, without a cookie, without a foreign address."""

import re
from dataclasses import replace

import pytest

from kmzb.public.pages.texts import RULES_DATE
from kmzb.reports.api import RULES_VERSION

PAGES = ["/", "/list", "/report", "/follow", "/help", "/rules", "/privacy", "/accessibility", "/credits"]
EVERYWHERE = [prefix + page for prefix in ("", "/en", "/uk") for page in PAGES]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_it_is_there(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.text.count("<h1") == 1
    assert 'href="tel:112"' in answer.text
    assert re.search(r"<title>\S.+ – ", answer.text)


@pytest.mark.parametrize("path", [*EVERYWHERE, "/nothing", "/en/nothing"])
def test_it_sets_no_cookie_and_names_no_other_host(visitor, path):
    answer = visitor.get(path)
    assert not answer.cookies
    assert "Set-Cookie" not in answer.headers
    loaded = re.findall(r'(?:src|href|action|srcset)="([^"]*)"', answer.text)
    assert not [one for one in loaded if re.match(r"(https?:)?//", one)]
    assert "<script>" not in answer.text
    assert "style=" not in answer.text
    assert " onclick" not in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/api/v1/categories", "/healthz"])
def test_its_headers_guard_it(visitor, path):
    headers = visitor.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Permissions-Policy"].startswith("geolocation=(self)")


@pytest.mark.parametrize("path", ["/report", "/follow"])
def test_pages_that_hold_a_receipt_are_kept_nowhere(visitor, path):
    assert visitor.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/nothing", "/en/nothing", "/uk/mark", "/reports", "/statistics", "/beat", "/embed/KPP-1007"]
)
def test_an_unknown_page_is_a_page(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("path", ["/help", "/", "/list", "/credits"])
def test_pages_are_read_only(visitor, path):
    assert visitor.submit(path, {}).status_code == 405


def test_a_demo_says_so_on_every_page(visitor, settings):
    words = "Dane przykładowe"
    assert words not in visitor.get("/help").text
    settings.KMZB = replace(settings.KMZB, demo=True)
    for path in [*PAGES, "/nothing"]:
        assert words in visitor.get(path).text


def test_the_rules_are_dated_with_the_version_that_reports_store(visitor):
    assert RULES_DATE.isoformat() == RULES_VERSION
    assert "1 listopada 2026" in visitor.get("/rules").text.replace("\xa0", " ")


def test_help_counts_with_the_installations_settings(visitor, settings):
    settings.KMZB = replace(settings.KMZB, read_days=2, verify_days=6, deadline_days="working")
    page = visitor.get("/help").text.replace("\xa0", " ")
    assert "2 dni" in page
    assert "6 dni" in page
    assert "roboczych" in page


def test_a_contact_is_shown_where_there_is_one(visitor, settings):
    assert "mailto:" not in visitor.get("/accessibility").text
    settings.KMZB = replace(settings.KMZB, contact="dostepnosc@policja.example")
    for path in ("/accessibility", "/privacy"):
        assert 'href="mailto:dostepnosc@policja.example"' in visitor.get(path).text


def test_credits_name_the_ground_in_force(visitor):
    assert "nie pochodzą z Państwowego Rejestru Granic" in visitor.get("/credits").text.lower().replace(
        "państwowego rejestru granic", "Państwowego Rejestru Granic"
    ).replace("\xa0", " ")


def test_a_fault_says_nothing_of_the_inside(settings, monkeypatch):
    from django.test import Client

    from kmzb.public.pages import texts

    def _fail(*_args, **_kwargs):
        raise RuntimeError("secret inside")

    monkeypatch.setattr(texts, "_page", _fail)
    answer = Client(raise_request_exception=False).get("/help")
    assert answer.status_code == 500
    assert "secret" not in answer.text
