"""How far a long command has come, on standard error: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

_BAR = 24
_REDRAW_S, _LINE_S = 0.1, 10.0


class Progress:
    """Tells of one piece of work, from 0 to `total`."""

    def __init__(
        self, label: str, total: int, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._label = label
        self._total = max(total, 1)
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._clock = clock
        self._began = self._told = clock()

    def show(self, done: int, note: str) -> None:
        """Tell how much is done, if it is time to."""
        now = self._clock()
        if now - self._told >= (_REDRAW_S if self._is_terminal else _LINE_S):
            self._told = now
            self._write(min(done / self._total, 1.0), note, now - self._began)

    def end(self, note: str) -> None:
        """Tell that all is done."""
        self._write(1.0, note, self._clock() - self._began)
        if self._is_terminal:
            print(file=self._stream, flush=True)

    def _write(self, share: float, note: str, seconds: float) -> None:
        rest = f", {_minutes(seconds / share - seconds)} left" if 0 < share < 1 else f", {_minutes(seconds)}"
        text = f"{share:4.0%}  {note}{rest}"
        if self._is_terminal:
            bar = "█" * round(share * _BAR)
            # The rest of the line, from a longer text before, is wiped.
            print(f"\r{self._label} {bar:░<{_BAR}} {text}\x1b[K", end="", file=self._stream, flush=True)
        else:
            print(f"{self._label} {text}", file=self._stream, flush=True)


def _minutes(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes} min {seconds:02.0f} s" if minutes else f"{seconds:.0f} s"
