"""No content of a file leads out of it: what is asked while somebody writes into it ends no process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_TESTS = Path(__file__).parent.parent


def run(*arguments):
    """Run a process that may be ended by a signal, and return how it ended and what it told."""
    environment = os.environ | {"PYTHONPATH": str(_TESTS)}
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("byte", ["255", "127", "chance"])
def test_a_file_that_is_overwritten_while_it_is_asked(tmp_path, byte):
    ended, told = run(str(Path(__file__).with_name("overwritten.py")), str(tmp_path), byte)
    assert ended == 0, told
    assert "base.crowds.bounds" in told, "there were no crowds to ask"


_LESS_THAN_NOTHING = """
from ctypes import byref
from kmzb.geoindex import kernels
grid = kernels.Grid()
grid.count[0], grid.x[0] = -1, -(2**63)
assert kernels.signs(byref(grid), byref(kernels.Rows()), byref(kernels.Rows()), 5, byref(kernels.GridSigns())) == 0
"""


def test_sums_of_less_than_nothing_are_no_sign():
    assert run("-c", _LESS_THAN_NOTHING) == (0, "")
