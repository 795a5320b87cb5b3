"""Bring the message files up to date with code and templates; translations are kept, gone texts dropped."""

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "kmzb"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **dict.fromkeys(("gettext_lazy", "gettext_noop", "noop")),
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext_lazy": (1, 2),
}
# Languages whose texts must be translated; Polish is the source and needs only its plural forms.
LANGUAGES = ("pl", "en", "uk")


def messages() -> Iterator[tuple[str, Any, str | None]]:
    """Yield place, message (or its singular and plural) and context of every text."""
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts or "dist" in path.parts:
            continue
        place = str(path.relative_to(SOURCE))
        text = path.read_text()
        if path.suffix != ".py":
            if "{%" not in text and "{{" not in text:
                continue
            text = templatize(text, origin=place)
        for _, message, _, context in extract("python", BytesIO(text.encode()), KEYWORDS):
            if message and message != ("", ""):
                yield place, message, context


def collected(language: str) -> Catalog:
    """Return the catalogue of a language with exactly the texts of now."""
    day = datetime(2026, 11, 1, tzinfo=UTC)  # a date that does not change keeps the diffs to the texts
    fresh = Catalog(language, header_comment=f"# {language}", fuzzy=False, creation_date=day, revision_date=day)
    for place, message, context in messages():
        # The office speaks Polish; the other languages are the residents'.
        if language == "pl" or not place.startswith("office/"):
            fresh.add(message, locations=[(place, 0)], context=context)
    path = SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=language)
        for entry in fresh:
            known = old.get(entry.id, entry.context) if entry.id else None
            if known is not None:
                entry.string = known.string
    return fresh


def is_missing(entry: Message, language: str) -> bool:
    """Return whether the text should be translated into the language and is not, in all its plural forms."""
    if not entry.id or (language == "pl" and not entry.pluralizable):
        return False
    forms = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
    return not forms or not all(forms)


def main() -> None:
    """Write every message file and tell how much of each is missing."""
    os.environ.setdefault("KMZB_DATA", tempfile.mkdtemp())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmzb.config.settings")
    django.setup()
    for language in LANGUAGES:
        catalogue = collected(language)
        path = SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, sort_output=True, no_location=True, omit_header=False, width=120)
        needed = [entry for entry in catalogue if is_missing(entry, language)]
        print(f"{language}: {len(catalogue)} texts, {len(needed)} missing", file=sys.stderr)


if __name__ == "__main__":
    main()
