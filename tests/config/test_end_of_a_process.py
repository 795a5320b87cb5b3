"""A web process that is told to end: nothing of it is cut off in the middle of compiled code."""

import os
import subprocess
import sys

_BEGIN_AND_END = """
import time
from kmzb.config import wsgi

def warm_up():
    time.sleep(0.5)
    print("read to its end")

wsgi.warm_up = warm_up
wsgi._warm_up_beside()
print("nothing left to do")
"""


def test_it_waits_for_the_territory_that_is_being_read(tmp_path):
    environment = {**os.environ, "KMZB_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kmzb.config.settings"}
    ended = subprocess.run(
        [sys.executable, "-c", _BEGIN_AND_END], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.splitlines() == ["nothing left to do", "read to its end"]
