"""One address, one language; the API by Accept-Language; never a cookie, never a redirect."""

import pytest

from kmzb.public.language import accepted_language, in_language, language_of_path


@pytest.mark.parametrize(
    ("path", "language"), [("/help", "pl"), ("/en/help", "en"), ("/uk/help", "uk"), ("/uk/nothing", "uk")]
)
def test_the_address_names_the_language(visitor, path, language):
    answer = visitor.get(path, Accept_Language="de, uk;q=0.5")
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in answer.text
    assert "Accept-Language" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("path", ["/en", "/en/", "/uk", "/uk/"])
def test_the_root_of_a_language_answers_with_and_without_a_slash(visitor, path):
    assert visitor.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/pl", "/pl/help", "/de/help", "/help/", "/EN/help", "/english"])
def test_what_is_no_address_is_no_redirect(visitor, path):
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("uk", "uk"),
        ("en-GB,en;q=0.9", "en"),
        ("de", "pl"),
        ("", "pl"),
        ("de, uk;q=0.1", "uk"),
        ("*", "pl"),
        ("€", "pl"),
        ("en;q=0", "pl"),
        ("en;q=0, de", "pl"),
        ("en;q=0.000, uk;q=0.001", "uk"),
        ("en; q=0, en-GB", "en"),
        ("pl;q=0", "pl"),
    ],
)
def test_the_api_answers_in_the_language_asked_for(visitor, asked, language):
    visitor.say = asked
    answer = visitor.get("/api/v1/categories")
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_office_stays_polish(visitor):
    visitor.say = "en"
    assert visitor.get("/office/", Accept_Language="en").headers.get("Content-Language", "pl") == "pl"


def test_a_long_header_costs_nothing():
    assert accepted_language("de," * 10_000) == "pl"
    assert accepted_language("x" * 200_000) == "pl"


@pytest.mark.parametrize(
    ("path", "polish", "english"),
    [
        ("/", "/", "/en/"),
        ("/en", "/", "/en/"),
        ("/en/", "/", "/en/"),
        ("/list?category=begging,speeding", "/list?category=begging,speeding", "/en/list?category=begging,speeding"),
        ("/uk/mark/abc?x=/en/", "/mark/abc?x=/en/", "/en/mark/abc?x=/en/"),
        ("/english", "/english", "/en/english"),
    ],
)
def test_the_same_page_in_another_language(path, polish, english):
    assert in_language(path, "pl") == polish
    assert in_language(path, "en") == english


def test_only_a_whole_first_segment_names_a_language():
    assert language_of_path("/en/x") == "en"
    assert language_of_path("/enter") == "pl"
    assert language_of_path("en/x") == "pl"


def test_the_links_to_the_other_languages_keep_the_query(visitor):
    page = visitor.get("/en/list?status=new").text
    assert 'href="/uk/list?status=new"' in page
    assert 'href="/list?status=new"' in page
