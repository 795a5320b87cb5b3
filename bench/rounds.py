"""Times of several engines on the same questions, in turns, so that a noisy moment hits all alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np

from bench.engines.engine import Engine
from bench.questions import Question

Say = Callable[[str], None]

_ROUNDS, _LEAST_ROUNDS = 40, 3
# A quick engine answers several times in its turn: its median then rests on as much time as that of a slow one.
_TURN_MS, _MOST_REPEATS = 10.0, 20
_WARMING = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """What was seen of one engine at one query. `total` is that of the first variant; of a mix, of all questions."""

    ms: tuple[float, ...]
    totals: tuple[int, ...]
    total: int

    def row(self) -> dict[str, float | int]:
        """Return the figures as they are written."""
        p50, p99 = np.percentile(self.ms, [50, 99])
        mean = float(np.mean(self.ms))
        return {
            "p50_ms": round(float(p50), 4),
            "p99_ms": round(float(p99), 4),
            "mean_ms": round(mean, 4),
            "runs": len(self.ms),
            "total": self.total,
        }


def named(variants: Sequence[Question], engines: Sequence[Engine], budget_s: float) -> dict[str, Figures]:
    """Return the figures of the engines that can answer, over at most forty rounds or about `budget_s` seconds."""
    able = [engine for engine in engines if engine.cannot(variants[0]) is None]
    totals = {engine.name: tuple(_total(engine, question) for question in variants) for engine in able}
    times: dict[str, list[float]] = {engine.name: [] for engine in able}
    begun = monotonic()
    for number in range(_ROUNDS):
        if number >= _LEAST_ROUNDS and monotonic() - begun > budget_s:
            break
        for engine in _turned(able, number):
            times[engine.name] += _turn(engine, variants[number % len(variants)])
    return {name: Figures(tuple(ms), totals[name], totals[name][0]) for name, ms in times.items()}


def mixed(questions: Sequence[Question], engines: Sequence[Engine], budget_s: float, say: Say) -> dict[str, Figures]:
    """Return the figures of one answer to each question; all engines stop at the same one when the time is up."""
    able = [engine for engine in engines if all(engine.cannot(question) is None for question in questions)]
    for engine in able:
        for question in questions[:_WARMING]:
            engine.ask(question)
    times: dict[str, list[float]] = {engine.name: [] for engine in able}
    totals: dict[str, list[int]] = {engine.name: [] for engine in able}
    begun = monotonic()
    for number, question in enumerate(questions):
        if number >= _WARMING and monotonic() - begun > budget_s:
            say(f"  the mix ends after {number} questions, {budget_s:.0f} s are used")
            break
        for engine in _turned(able, number):
            ms, answer = engine.answered(question)
            times[engine.name].append(ms)
            totals[engine.name].append(engine.total(question, answer))
    return {name: Figures(tuple(ms), tuple(totals[name]), sum(totals[name])) for name, ms in times.items()}


def rivals(variants: Sequence[Question], pair: tuple[Engine, Engine], budget_s: float) -> tuple[float, float]:
    """Return the medians of two engines that hold different reports: their totals are not compared."""
    times: tuple[list[float], list[float]] = ([], [])
    begun = monotonic()
    for number in range(_ROUNDS):
        if number >= _LEAST_ROUNDS and monotonic() - begun > budget_s:
            break
        for engine, ms in zip(pair, times, strict=True):
            ms.extend(_turn(engine, variants[number % len(variants)]))
    return round(float(np.median(times[0])), 4), round(float(np.median(times[1])), 4)


def disagreements(found: dict[str, dict[str, Figures]]) -> list[str]:
    """Return one sentence for each query whose engines counted different totals."""
    return [sentence for name, engines in found.items() for sentence in _disagreement(name, engines)]


def _disagreement(name: str, engines: dict[str, Figures]) -> Iterable[str]:
    if len({figures.totals for figures in engines.values()}) > 1:
        told = ", ".join(f"{engine} {sum(figures.totals):,}" for engine, figures in engines.items())
        yield f"{name}: the engines counted different totals over its questions ({told})"


def _turned(engines: Sequence[Engine], number: int) -> Iterable[Engine]:
    """Return the engines beginning with another one each round: nobody always runs in another's wake."""
    first = number % len(engines) if engines else 0
    return [*engines[first:], *engines[:first]]


def _turn(engine: Engine, question: Question) -> list[float]:
    first = engine.timed(question, 1)
    repeats = int(min(_MOST_REPEATS, _TURN_MS / max(first[0], 1e-3)))
    return first + engine.timed(question, repeats - 1) if repeats > 1 else first


def _total(engine: Engine, question: Question) -> int:
    return engine.total(question, engine.ask(question))
