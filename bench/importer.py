"""One `kmzb import-reports` that tells how long its transactions were: `python -m bench.importer` and the same words.

The last line that it prints is their number and the longest, after the command's own.
"""

import json
import sys
from time import perf_counter
from typing import Any

from django.db.transaction import Atomic

from kmzb.cli.main import main


class _Watch:
    """Times every outermost transaction from its beginning, for which a lock may be waited, to its commit."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._depth, self._begun = 0, 0.0
        self._enter: Any = Atomic.__enter__
        self._exit: Any = Atomic.__exit__

    def install(self) -> None:
        """Watch from now on."""

        def enter(atomic: Atomic) -> None:
            self._enter(atomic)
            self._depth += 1
            if self._depth == 1:
                self._begun = perf_counter()

        def leave(atomic: Atomic, *raised: Any) -> None:
            try:
                self._exit(atomic, *raised)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.seconds.append(perf_counter() - self._begun)

        watched: Any = Atomic
        watched.__enter__, watched.__exit__ = enter, leave


def _main() -> int:
    watch = _Watch()
    watch.install()
    ended = main(["import-reports", *sys.argv[1:]])
    longest = max(watch.seconds, default=0.0)
    print(json.dumps({"transactions": len(watch.seconds), "longest_transaction_ms": round(longest * 1000, 1)}))
    return ended


if __name__ == "__main__":
    sys.exit(_main())
