"""What was acknowledged is on the disk."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from api_resident import ApiResident
from site_under_test import Site

pytestmark = pytest.mark.durability


@pytest.fixture
def own_site(tmp_path, new_database):
    """A site that this test may kill."""
    running = Site(tmp_path, new_database(), command=("serve",)).start()
    yield running
    running.stop()


def test_a_violent_end_right_after_the_answer_loses_nothing(own_site):
    resident = ApiResident(own_site)
    receipts = [resident.report(description="Zażółć gęślą jaźń")[0] for _ in range(5)]
    own_site.kill()
    own_site.start()
    for code in receipts:
        status, followed = resident.follow(code)
        assert status == 200
        assert followed["status"] == "new"


def children_of(pid: int) -> list[int]:
    """Every process below `pid`."""
    below = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            below += [int(child), *children_of(int(child))]
    return below


def web_workers(site: Site) -> list[int]:
    assert site.process is not None
    return [
        pid
        for pid in children_of(site.process.pid)
        if "granian" in Path(f"/proc/{pid}/cmdline").read_text()
        or "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()
    ]


def traced_report(site: Site, trace: Path) -> list[str]:
    """Send one report while the web processes' system calls are written down; return them in order of time."""
    resident = ApiResident(site)
    resident.report(category="vandalism")  # what only a first report does is over
    _, body = resident.draft(category="vandalism")
    body["altcha"] = resident.proof()
    pids = [argument for pid in web_workers(site) for argument in ("-p", str(pid))]
    calls = "trace=fdatasync,fsync,pwrite64,write,writev,sendto,sendmsg"
    with subprocess.Popen(
        ["strace", "-f", "-y", "-s", "48", "-e", calls, "-o", str(trace), *pids], stderr=subprocess.PIPE
    ) as tracer:
        _wait_until_attached(tracer)
        status, answer = site.call("/api/v1/reports", body)
        tracer.terminate()
    assert status == 201, answer
    return trace.read_text().splitlines()


def _wait_until_attached(tracer: subprocess.Popen[bytes]) -> None:
    assert tracer.stderr is not None
    os.set_blocking(tracer.stderr.fileno(), False)
    said, deadline = b"", time.monotonic() + 10
    while b"attached" not in said and time.monotonic() < deadline:
        said += tracer.stderr.read() or b""
        time.sleep(0.05)
    assert b"attached" in said, said


def test_the_answer_leaves_after_the_disk_has_it(own_site, tmp_path):
    if own_site.database_url:
        pytest.skip("PostgreSQL syncs in its own processes; synchronous_commit is asserted per connection")
    if shutil.which("strace") is None or os.geteuid() != 0:
        pytest.skip("needs the system package strace and the right to trace")
    lines = traced_report(own_site, tmp_path / "trace")
    answer = next(i for i, line in enumerate(lines) if re.search(r'"HTTP/1\.1 201', line))
    written, synced = (
        [i for i, line in enumerate(lines) if re.search(rf"\b({calls})\(\d+<[^>]*-wal>", line)]
        for calls in ("pwrite64|write", "fdatasync|fsync")
    )
    assert written, "no write to the log was seen"
    assert any(max(written) < sync < answer for sync in synced), "the answer left before the disk had the report"
