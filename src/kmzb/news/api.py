"""The door of the news room: rows that travel up by being read, not by calls."""

from kmzb.news.bell import Bell, Channel, ring
from kmzb.news.bulk import put_rows
from kmzb.news.models import Cursor
from kmzb.news.readers import advance, settled_rows, sole_reader, soon, unread, unsettled, waiting
from kmzb.news.stamps import StampField, TransactionStamp
from kmzb.news.watch import Watch

__all__ = [
    "Bell",
    "Channel",
    "Cursor",
    "StampField",
    "TransactionStamp",
    "Watch",
    "advance",
    "put_rows",
    "ring",
    "settled_rows",
    "sole_reader",
    "soon",
    "unread",
    "unsettled",
    "waiting",
]
