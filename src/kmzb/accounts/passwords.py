"""One-time passwords that can be read aloud."""

import secrets

# No letter that is taken for another one: 0/o, 1/l/i.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Return four groups of four letters (79 bits): "k7mp-x2ra-…"."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
