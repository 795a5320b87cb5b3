"""The only code that writes the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kmzb.audit.models import Entry
from kmzb.audit.registry import ACTIONS


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an officer's number, role and unit at that moment. The machine itself has no number."""

    id: int | None
    role: str
    unit_code: str


SYSTEM = Actor(id=None, role="system", unit_code="")


def record(
    actor: Actor,
    action: str,
    subject: tuple[str, str | int],
    *,
    now: datetime,
    reason: str = "",
    detail: Mapping[str, str | int | bool | None] | None = None,
) -> None:
    """Write one row in the caller's transaction: no action without its record, no record without its action.

    Raises:
        KeyError: the action is not registered.
        ValueError: the detail has a name that the action has not announced.
    """
    unknown = set(detail or {}) - ACTIONS[action].detail
    if unknown:
        raise ValueError(f"{action}: detail {sorted(unknown)} was not announced at registration")
    kind, identity = subject
    Entry.objects.create(
        at=now,
        actor_id=actor.id,
        actor_role=actor.role,
        actor_unit=actor.unit_code,
        action=action,
        subject_kind=kind,
        subject_id=str(identity),
        reason=reason,
        detail=dict(detail or {}),
    )
