"""Random identifiers. None of them can be derived from another."""

import base64
import secrets

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def feature_id() -> str:
    """Return 16 lower-case base-32 letters (80 bits): the public name of a mark."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


def reference() -> str:
    """Return 8 Crockford letters as XXXX-XXXX: a word for talk with the unit, a key to nothing."""
    letters = "".join(secrets.choice(_CROCKFORD) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def receipt() -> str:
    """Return 24 letters of base-32 (120 bits) in upper case, without separators."""
    return base64.b32encode(secrets.token_bytes(15)).decode()
