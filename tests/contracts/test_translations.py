"""Every text of the residents is there in Polish, English and Ukrainian, whole, of the code of now, and served."""

import importlib.util
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from django.utils.translation import gettext, override, pgettext

ROOT = Path(__file__).parents[2]
_spec = importlib.util.spec_from_file_location("collect_words", ROOT / "scripts" / "collect-words.py")
collect_words = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(collect_words)

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|<[^>]*>")
POLISH = re.compile("[ąćęłńóśźż]", re.IGNORECASE)
# An end that is a sentence's in one language is one in every other.
ENDS = frozenset(".?!:…")


def path_of(language):
    return ROOT / "src" / "kmzb" / "locale" / language / "LC_MESSAGES" / "django.po"


def kept(language):
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def entries(language):
    return [entry for entry in kept(language) if entry.id]


def forms(entry):
    """The translations of an entry, without those that are missing."""
    return [form for form in ([entry.string] if isinstance(entry.string, str) else entry.string) if form]


def source(entry):
    """The Polish of an entry; of a counted one the plural, which has every placeholder."""
    return entry.id if isinstance(entry.id, str) else entry.id[1]


@pytest.fixture(params=collect_words.LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(params=["en", "uk"])
def translation(request):
    return request.param


def test_nothing_is_missing(language):
    assert [entry.id for entry in entries(language) if collect_words.is_missing(entry, language)] == []


def test_files_are_those_of_the_code_of_now(language):
    """Red when `scripts/collect-words.py` was not run after a change of texts."""
    file = BytesIO()
    write_po(file, collect_words.collected(language), sort_output=True, no_location=True, omit_header=False, width=120)
    assert file.getvalue().decode() == path_of(language).read_text()


def test_every_form_of_a_counted_text_is_there(language):
    catalogue = kept(language)
    assert catalogue.num_plurals == {"pl": 3, "en": 2, "uk": 3}[language]
    assert [entry.id for entry in catalogue if entry.pluralizable and len(forms(entry)) != catalogue.num_plurals] == []


def test_polish_is_only_counted(language):
    """A Polish sentence stands in the code and nowhere else: one in the message file would hide it."""
    if language == "pl":
        assert [entry.id for entry in entries("pl") if not entry.pluralizable and entry.string] == []


def test_placeholders_and_tags_are_kept(language):
    wrong = [
        entry.id
        for entry in entries(language)
        for form in forms(entry)
        if sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(source(entry)))
    ]
    assert wrong == []


def test_sentences_end_alike(translation):
    wrong = [
        entry.id
        for entry in entries(translation)
        for form in forms(entry)
        if len(form) > 1 and {form[-1], source(entry)[-1]} & ENDS and form[-1] != source(entry)[-1]
    ]
    assert wrong == []


def test_nothing_is_left_in_polish(translation):
    left = [
        entry.id for entry in entries(translation) if POLISH.search(source(entry)) and source(entry) in forms(entry)
    ]
    assert left == []


def test_what_is_served_is_what_the_files_say(translation):
    """Red when the settings do not name the folder, or `scripts/compile-words.py` was not run."""
    with override(translation):
        wrong = [
            entry.id
            for entry in entries(translation)
            if not entry.pluralizable
            and (pgettext(entry.context, entry.id) if entry.context else gettext(entry.id)) != entry.string
        ]
    assert wrong == []
