import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

PROGRAM = """
import sys
from kmzb.cli.output import Output
from kmzb.cli.supervisor import Supervisor

supervisor = Supervisor(Output(as_json=False))
supervisor.add("child", [sys.executable, "-c", sys.argv[1], sys.argv[2]])
supervisor.run()
"""

LIVES_ON = "import sys, time; open(sys.argv[1], 'a').write('x'); time.sleep(60)"
DIES = "import sys; open(sys.argv[1], 'a').write('x'); sys.exit(3)"


@pytest.fixture
def supervised(tmp_path):
    started = []

    def start(child):
        mark = tmp_path / "mark"
        command = [sys.executable, "-c", textwrap.dedent(PROGRAM), child, str(mark)]
        started.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
        return started[-1], mark

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_child_that_dies_is_started_again(supervised):
    _, mark = supervised(DIES)
    assert wait_for(lambda: mark.exists() and len(mark.read_text()) >= 2)


def test_a_child_that_lives_is_left_alone_and_ends_with_the_supervisor(supervised):
    process, mark = supervised(LIVES_ON)
    assert wait_for(mark.exists)
    time.sleep(0.5)
    assert mark.read_text() == "x"
    process.terminate()
    assert process.wait(10) == 0


def test_a_child_ends_also_when_the_supervisor_is_killed(supervised):
    process, mark = supervised("import os; " + LIVES_ON.replace("write('x')", "write(str(os.getpid()))"))
    assert wait_for(lambda: mark.exists() and mark.read_text())
    child = int(mark.read_text())
    process.kill()
    process.wait()

    def is_gone():
        try:
            status = Path(f"/proc/{child}/status").read_text()
        except FileNotFoundError:
            return True
        return "State:\tZ" in status

    assert wait_for(is_gone)
