"""Keeping a few processes alive, and ending them together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kmzb.cli.output import Output

_PR_SET_PDEATHSIG = 1
_GRACE_S = 8.0
_LONGEST_PAUSE_S = 30.0
_STEADY_S = 10.0


def _end_with_parent() -> None:
    """Ask Linux to end this child when the supervisor dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class _Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.5
    not_before: float = 0.0


@dataclass
class Supervisor:
    """Starts children, restarts those that end, and stops all on SIGTERM or SIGINT."""

    output: Output
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    stopped: threading.Event = field(default_factory=threading.Event)
    _children: list[_Child] = field(default_factory=list)

    def add(self, name: str, command: Sequence[str]) -> None:
        """Add a child that `run` will keep alive."""
        self._children.append(_Child(name, command))

    def run(self) -> None:
        """Keep the children alive until told to stop, then end them."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopped.set())
        try:
            while not self.stopped.wait(0.2):
                for child in self._children:
                    self._look_after(child)
        finally:
            self._end_all()

    def _look_after(self, child: _Child) -> None:
        clock = time.monotonic()
        if child.process is None:
            if clock >= child.not_before:
                self._start(child)
        elif (code := child.process.poll()) is not None:
            self.output.warn(f"{child.name} ended with {code}, it is started again")
            child.pause = 0.5 if clock - child.started > _STEADY_S else min(child.pause * 2, _LONGEST_PAUSE_S)
            child.not_before, child.process = clock + child.pause, None

    def _start(self, child: _Child) -> None:
        child.process = subprocess.Popen(  # noqa: S603  # our own commands, no shell
            child.command,
            env=dict(self.environment),
            preexec_fn=_end_with_parent,  # noqa: PLW1509  # the supervisor starts children from its only thread
        )
        child.started = time.monotonic()

    def _end_all(self) -> None:
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + _GRACE_S
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
