"""The door of the audit room."""

from kmzb.audit.actions import SYSTEM, Actor, record
from kmzb.audit.queries import EntryRow, entries_about
from kmzb.audit.registry import ACTIONS, ActionType

__all__ = ["ACTIONS", "SYSTEM", "ActionType", "Actor", "EntryRow", "entries_about", "record"]
