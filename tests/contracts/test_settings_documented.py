"""The operators' guide names every setting, with its default and its promise."""

import os
import re
from pathlib import Path

from kmzb.config.environment import Environment

GUIDE = Path(__file__).parents[2] / "docs" / "operators.md"
ROWS = re.compile(r"(\| variable \| default \| meaning \|\n\|---\|---\|---\|\n)(.*?)\n\n", re.DOTALL)


def test_the_guide_holds_the_table_of_the_code():
    guide = GUIDE.read_text()
    if os.environ.get("KMZB_BLESS"):
        guide = ROWS.sub(lambda found: f"{found[1]}{Environment.table()}\n\n", guide)
        GUIDE.write_text(guide)
    found = ROWS.search(guide)
    assert found is not None
    assert found[2] == Environment.table(), "run this test with KMZB_BLESS=1 and read the difference"


def test_no_other_setting_is_promised():
    told = set(re.findall(r"KMZB_[A-Z_]+", GUIDE.read_text()))
    assert told == set(re.findall(r"KMZB_[A-Z_]+", Environment.table()))
