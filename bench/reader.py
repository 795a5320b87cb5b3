"""One process that opens a snapshot and answers from it: `python -m bench.reader SNAPSHOT REPORTS COUNT SEED`.

It says "ready" when it has answered, waits for a line, and prints what it saw of itself.
"""

import json
import sys
from pathlib import Path
from time import perf_counter

from bench.engines.ours import asked
from bench.generator import Reports
from bench.memory import own, rollup
from bench.questions import COUNTRY, Kind, Question, mixed_questions
from kmzb.geoindex.api import Index

_QUESTIONS = 200


def main() -> None:
    """Open, answer, wait, tell."""
    snapshot, folder, count, seed = sys.argv[1:]
    questions = mixed_questions(Reports.opened(Path(folder), int(count)), int(seed), _QUESTIONS)
    before = rollup()
    begun = perf_counter()
    index = Index.open(Path(snapshot))
    opened = perf_counter()
    asked(index, Question(Kind.TILE, zxy=COUNTRY))
    answered = perf_counter()
    for question in (*questions, Question(Kind.TILE), Question(Kind.CUBE)):
        asked(index, question)
    print("ready", flush=True)
    sys.stdin.readline()
    now = rollup()
    told = {
        "open_ms": (opened - begun) * 1000,
        "first_tile_ms": (answered - begun) * 1000,
        "private_added_mb": own(now) - own(before),
        "shared_mb": now["Shared_Clean"] + now["Shared_Dirty"],
        "proportional_mb": now["Pss"],
    }
    print(json.dumps(told), flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main()
