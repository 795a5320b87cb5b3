"""Random secrets that the server draws for a form: kept by nobody, carried by the form itself, signed.

A form that is posted twice carries the same ones, so that it is taken once.
"""

import hashlib
import secrets

from django.core.signing import BadSignature, Signer

from kmzb.lib.ids import receipt

_RECEIPT, _TOKEN = Signer(salt="kmzb.receipt"), Signer(salt="kmzb.token")
_GROUP = 4


def draw_receipt() -> str:
    """Return a new receipt, signed."""
    return _RECEIPT.sign(receipt())


def opened_receipt(ticket: str) -> str:
    """Return the receipt in the ticket, "" if the ticket is not ours."""
    return _opened(_RECEIPT, ticket)


def draw_token() -> str:
    """Return a new token for one confirmation, signed."""
    return _TOKEN.sign(secrets.token_urlsafe(16))


def opened_token(ticket: str) -> str:
    """Return the token in the ticket, "" if the ticket is not ours."""
    return _opened(_TOKEN, ticket)


def digest(secret: str) -> str:
    """Return what the server may keep of a receipt or token: its SHA-256 in lower-case hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def groups(code: str) -> list[str]:
    """Return a receipt in groups of four, as people copy it."""
    return [code[start : start + _GROUP] for start in range(0, len(code), _GROUP)]


def _opened(signer: Signer, ticket: str) -> str:
    try:
        return signer.unsign(ticket)
    except BadSignature:
        return ""
