import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from on_screen import seconds_until
from site_under_test import free_port

MARK = "KMZB_TEST_FAMILY"


def family(name):
    """Tell the running processes that were started with this mark in their environment, parents first."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue
        if f"{MARK}={name}".encode() in environment.split(b"\0"):
            found.append(int(folder.name))
    return sorted(found)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_site_that_is_ended_while_it_loads_leaves_no_process(tmp_path, how):
    command = [sys.executable, "-m", "kmzb.cli.main", "serve", "--web-only"]
    options = ["--port", str(free_port()), "--data", str(tmp_path)]
    name = f"{os.getpid()}-{how.name}"
    environment = {**os.environ, MARK: name}
    for word in ("KMZB_DATA", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(word, None)
    supervisor = subprocess.Popen([*command, *options], env=environment, stderr=subprocess.DEVNULL)
    try:
        # Supervisor, server, and the process of the server that loads the site.
        seconds_until(lambda: len(family(name)) == 3, at_most=30)
        supervisor.send_signal(how)
        supervisor.wait(15)
        seconds_until(lambda: not family(name), at_most=10)
    finally:
        for process in family(name):
            os.kill(process, signal.SIGKILL)
        supervisor.wait()
