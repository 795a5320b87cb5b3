"""The page on boundaries names every problem that an import can find."""

from pathlib import Path

import pytest

from kmzb.territory.api import Problem
from kmzb.territory.importing.findings import WARNINGS

PAGE = (Path(__file__).parents[2] / "docs" / "territory.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_is_told_as_error_or_warning(problem):
    errors, warnings = PAGE.split("| warning: the import goes on")
    assert f"`{problem}`" in (warnings if problem in WARNINGS else errors)
