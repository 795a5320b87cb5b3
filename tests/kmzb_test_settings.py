"""The settings of the test run: the real ones, in a folder of its own.

`KMZB_TEST_DB` names the database: `sqlite` (default) or `postgres`, a server that the run starts and stops by itself.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def _start_postgres(folder: Path) -> str:
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)  # the server opens `folder` itself to its own user, and a runtime folder must be private
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pgserver  # only where it is wanted, and after the line above, which it reads

    server = pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    atexit.register(server.cleanup)
    return f"postgresql://postgres@/kmzb?host={folder / 'postgres'}"


_folder = Path(tempfile.mkdtemp(prefix="kmzb-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["KMZB_DATA"] = str(_folder)
os.environ.pop("DATABASE_URL", None)
# A price that a test can pay many times over.
os.environ["KMZB_PROOF_COST"] = "10"
os.environ["KMZB_PROOF_ATTEMPTS"] = "5"
if os.environ.get("KMZB_TEST_DB", "sqlite") == "postgres":
    os.environ["DATABASE_URL"] = _start_postgres(_folder)

from kmzb.config.settings import *  # noqa: E402, F403  # the environment above comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # signing in costs a test nothing
