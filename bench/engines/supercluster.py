"""supercluster, which draws clusters in browsers, here in Node: `getTile` and the encoding of its answer."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bench.engines.engine import Engine, EngineAbsent
from bench.generator import CATEGORIES, STATUSES, Reports
from bench.questions import Kind, Question

_HERE = Path(__file__).parent
_MODULES = _HERE.parent / "node_modules"
# An object a report: above this the process needs more memory than the machine of the targets has.
_MOST_REPORTS = 6_000_000
_HEAP_MB_PER_MILLION, _LEAST_HEAP_MB = 2500, 2048
_OLDEST_NODE = 20


class Supercluster(Engine):
    """Times are taken inside Node, without the way there and back."""

    name = "supercluster"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    def load(self, reports: Reports) -> None:
        """Start Node on the columns of the folder."""
        if len(reports) > _MOST_REPORTS:
            raise EngineAbsent(f"it keeps an object a report and is asked up to {_MOST_REPORTS:,} only")
        names = json.dumps({"categories": list(CATEGORIES), "statuses": list(STATUSES)})
        heap = max(_LEAST_HEAP_MB, _HEAP_MB_PER_MILLION * len(reports) // 1_000_000)
        command = [_node(), f"--max-old-space-size={heap}", str(_HERE / "supercluster.mjs"), str(self._folder), names]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.notes = self._answer()

    def cannot(self, question: Question) -> str | None:
        """Clusters are made once, of all reports."""
        if question.kind is not Kind.TILE:
            return "it makes tiles only"
        return None if question.wanted.is_everything else "it cannot filter what it has clustered"

    def ask(self, question: Question) -> dict[str, Any]:
        """Return size and total of the tile."""
        return self._told({"zxy": question.zxy})

    def total(self, question: Question, answer: dict[str, Any]) -> int:
        """Return what Node counted."""
        return int(answer["total"])

    def timed(self, question: Question, repeats: int) -> list[float]:
        """Return the milliseconds that Node took."""
        times: list[float] = self._told({"zxy": question.zxy, "repeats": repeats})["ms"]
        return times

    def close(self) -> None:
        """End Node."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def _told(self, question: dict[str, Any]) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdin is not None
        print(json.dumps(question), file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise EngineAbsent("Node ended while it clustered, most likely for want of memory")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _node() -> str:
    node = shutil.which("node")
    if node is None:
        raise EngineAbsent("there is no Node.js")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if int(version.lstrip("v").split(".")[0] or 0) < _OLDEST_NODE:
        raise EngineAbsent(f"Node.js {_OLDEST_NODE} or newer is needed, this is {version}")
    if not (_MODULES / "supercluster").exists():
        raise EngineAbsent("its npm packages are not installed (npm ci in bench/)")
    return node
