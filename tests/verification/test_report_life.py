"""The documentation of the table is as fresh as the table."""

import os
from pathlib import Path

from kmzb.verification.api import TABLE, render_report_life

PAGE = Path(__file__).parents[2] / "docs" / "report-life.md"


def test_the_page_is_what_the_table_says():
    if os.environ.get("KMZB_BLESS"):
        PAGE.write_text(render_report_life())
    assert PAGE.read_text() == render_report_life(), "run this test with KMZB_BLESS=1 and read the difference"


def test_every_step_stands_on_the_page():
    page = render_report_life()
    assert all(f"`{action.value}`" in page for _, action in TABLE)
