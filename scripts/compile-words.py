"""Compile every translation: the .mo file beside its .po file, without gettext's tools."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

for source in sorted(Path(__file__).parent.parent.glob("src/kmzb/locale/*/LC_MESSAGES/*.po")):
    with source.open("rb") as file:
        catalogue = read_po(file)
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    print(f"{source.parent.parent.name}: {len(catalogue)} messages", file=sys.stderr)
