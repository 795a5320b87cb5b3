"""What an engine promises to the bench."""

from time import perf_counter
from typing import Any, ClassVar

import mapbox_vector_tile

from bench.generator import Reports
from bench.questions import Question


class EngineAbsent(Exception):
    """The engine cannot be had here; the message is one sentence that says why."""


class Engine:
    """Loads the reports once and answers questions. `notes` are figures of the loading, in seconds or bytes."""

    name: ClassVar[str]

    def __init__(self) -> None:
        self.notes: dict[str, float] = {}

    def load(self, reports: Reports) -> None:
        """Take the reports.

        Raises:
            EngineAbsent: the engine cannot be had.
        """
        raise NotImplementedError

    def cannot(self, question: Question) -> str | None:
        """Return why the engine cannot answer such a question; None when it can."""
        raise NotImplementedError

    def ask(self, question: Question) -> Any:
        """Return the whole answer, as a server would take it on."""
        raise NotImplementedError

    def total(self, question: Question, answer: Any) -> int:
        """Return how many reports the answer counts."""
        raise NotImplementedError

    def timed(self, question: Question, repeats: int) -> list[float]:
        """Return the milliseconds of `repeats` answers."""
        return [self.answered(question)[0] for _ in range(repeats)]

    def answered(self, question: Question) -> tuple[float, Any]:
        """Return the milliseconds of one answer, and the answer."""
        begun = perf_counter()
        answer = self.ask(question)
        return (perf_counter() - begun) * 1000, answer

    def close(self) -> None:
        """Let go of processes and files."""


def counted(tile: bytes) -> int:
    """Return the sum of `count` over the features of a vector tile."""
    if not tile:
        return 0
    features = mapbox_vector_tile.decode(tile)["marks"]["features"]
    return sum(feature["properties"]["count"] for feature in features)
