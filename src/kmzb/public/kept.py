"""What a process keeps of what it has answered, within a budget."""

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key. What was asked for lately stays; in all, at most `budget` of cost is kept.

    Values stand in two generations: when the younger one has used half of the budget, the elder one goes. Reading
    takes no lock: each step is one operation of a dictionary, and what is lost in a race is only made again.
    """

    def __init__(self, budget: int) -> None:
        self._half = budget // 2
        self._young: dict[K, tuple[V, int]] = {}
        self._old: dict[K, tuple[V, int]] = {}
        self._spent = 0
        self._changing = Lock()

    def get(self, key: K) -> V | None:
        """Return the value, None when it is not kept."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                return None
            self.put(key, *found)
        return found[0]

    def put(self, key: K, value: V, cost: int) -> None:
        """Keep the value, in place of another one under this key; one dearer than half of the budget is not kept."""
        if cost > self._half:
            return
        with self._changing:
            before = self._young.get(key)
            self._spent += cost - (before[1] if before else 0)
            if self._spent > self._half:
                self._old, self._young, self._spent = self._young, {}, cost
            self._young[key] = (value, cost)

    def cost(self) -> int:
        """Return the cost of everything that is kept."""
        return sum(cost for generation in (self._young, self._old) for _, cost in [*generation.values()])
