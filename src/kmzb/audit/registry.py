"""Which actions exist, and how personal data in each record is erased."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActionType:
    """A kind of action that officers are accountable for.

    Attributes:
        code: room, object and verb in the past tense, e.g. `verification.visit.recorded`.
        detail: the names that may stand in the record's detail.
        erasure: what becomes of the record when the person or the report it names is erased.

    """

    code: str
    detail: frozenset[str]
    erasure: str


class ActionRegistry:
    """The closed list of actions, filled by each room as it loads."""

    def __init__(self) -> None:
        self._types: dict[str, ActionType] = {}

    def register(self, code: str, *, detail: tuple[str, ...] = (), erasure: str) -> str:
        """Add an action and return its code.

        Raises:
            ValueError: the code is taken or the erasure is not told.
        """
        if code in self._types or not erasure:
            raise ValueError(f"action {code!r}: taken already, or without a word on erasure")
        self._types[code] = ActionType(code, frozenset(detail), erasure)
        return code

    def __getitem__(self, code: str) -> ActionType:
        return self._types[code]

    def all(self) -> tuple[ActionType, ...]:
        """Return every action by code."""
        return tuple(self._types[code] for code in sorted(self._types))


ACTIONS = ActionRegistry()
