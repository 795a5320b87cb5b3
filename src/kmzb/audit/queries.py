"""Reads of the record."""

from dataclasses import dataclass
from datetime import datetime

from kmzb.audit.models import Entry


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One recorded action."""

    at: datetime
    actor_id: int | None
    actor_role: str
    action: str
    reason: str


def entries_about(kind: str, identity: str | int) -> list[EntryRow]:
    """Return what was done to one subject, oldest first."""
    rows = Entry.objects.filter(subject_kind=kind, subject_id=str(identity)).order_by("at", "id")
    return [EntryRow(r.at, r.actor_id, r.actor_role, r.action, r.reason) for r in rows]
