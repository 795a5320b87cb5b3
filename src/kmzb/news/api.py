"""The door of the news room: rows that travel up by being read, not by calls."""

from kmzb.news.bell import Bell, Channel, ring
from kmzb.news.bulk import put_rows
from kmzb.news.models import Cursor
from kmzb.news.readers import (
    Waiting,
    advance,
    look,
    settled_rows,
    sole_reader,
    soon,
    unread,
    waiting,
    writing_shuts_others_out,
)
from kmzb.news.stamps import StampField, TransactionStamp
from kmzb.news.watch import Watch

__all__ = [
    "Bell",
    "Channel",
    "Cursor",
    "StampField",
    "TransactionStamp",
    "Waiting",
    "Watch",
    "advance",
    "look",
    "put_rows",
    "ring",
    "settled_rows",
    "sole_reader",
    "soon",
    "unread",
    "waiting",
    "writing_shuts_others_out",
]
