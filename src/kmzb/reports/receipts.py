"""The receipt: a number drawn on the sender's device, of which only the hash is known here."""

import hashlib
import re

from django.db import connection

from kmzb.reports.models import Report

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—]+")
_RECEIPT = re.compile(r"[A-Z2-7]{24}")
_HASH = re.compile(r"[0-9a-f]{64}")


def normalise_receipt(text: str) -> str:
    """Return the 24 upper-case letters of a receipt as typed (case, spaces and dashes ignored), "" if it is none."""
    letters = _SEPARATORS.sub("", text).upper()
    return letters if _RECEIPT.fullmatch(letters) else ""


def hash_of_receipt(text: str) -> str:
    """Return the lower-case hex SHA-256 of the receipt, "" if the text is none."""
    letters = normalise_receipt(text)
    return hashlib.sha256(letters.encode()).hexdigest() if letters else ""


def is_hash(value: object) -> bool:
    """Return whether the value is a SHA-256 in lower-case hex."""
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def find_by_receipt(text: str) -> Report | None:
    """Return the report whose receipt was typed, None where there is none."""
    receipt_hash = hash_of_receipt(text)
    return find_by_receipt_hash(receipt_hash) if receipt_hash else None


def find_by_receipt_hash(receipt_hash: str) -> Report | None:
    """Return the report with this receipt hash together with its key, None where there is none."""
    if not _is_known(receipt_hash):
        return None
    return Report.objects.select_related("key").filter(receipt_hash=receipt_hash).first()


def _is_known(receipt_hash: str) -> bool:
    # Asked for every report that comes in, nearly always in vain: the ORM would make the statement anew each time.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM reports_report WHERE receipt_hash = %s", [receipt_hash])
        return cursor.fetchone() is not None
