"""Keys of an installation: given by the operator, or made once in the data folder."""

import os
import secrets
from pathlib import Path


def kept_key(folder: Path, name: str) -> str:
    """Return the key `name` from `folder`, made at the first call, readable by the owner alone.

    Two processes that start together get the same key: the file appears whole, by a link, or not at all.
    """
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
