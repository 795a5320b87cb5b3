"""Whoever reads the site in English or Ukrainian meets Polish in names alone."""

import re

import pytest

from public_pages import PAGES

# The names of places, units and people stay as they are.
NAMES = re.compile('powiat [a-ząćęłńóśźż]+|Komenda [^<,.]+|Paweł Kuna|<text class="plain-name".*</text>')
POLISH = re.compile("[ąćęłńśźż]", re.IGNORECASE)
ADDRESSES = ("", *PAGES, "/list?set=history", "/summary?set=history&q=qqqq", "/no-such-page")


def polish_in(page):
    text = NAMES.sub("", page.content.decode())
    return [line.strip() for line in text.splitlines() if POLISH.search(line)]


@pytest.fixture(params=["en", "uk"])
def language(request):
    return request.param


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_speaks_one_language(visitor, mark, language, path):
    assert polish_in(visitor.get(f"/{language}{path}")) == []


def test_a_mark_speaks_one_language(visitor, mark, language):
    assert polish_in(visitor.get(f"/{language}/mark/{mark}")) == []


def test_a_refused_form_speaks_one_language(visitor, language):
    assert polish_in(visitor.submit(f"/{language}/report", {"do": "send", "lon": "x", "lat": "999"})) == []


def test_a_history_speaks_one_language(sender, visitor, language):
    sender.send(category="drug_use", weekdays=[1, 2, 3], time_of_day="night")
    page = visitor.submit(f"/{language}/follow", {"receipt": sender.receipt()})
    assert page.status_code == 200
    assert polish_in(page) == []


def test_the_same_page_in_polish_would_not_pass(visitor):
    assert polish_in(visitor.get("/help"))
