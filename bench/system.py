"""Programs of the system that the bench sets beside kmzb: found, or installed where that is allowed."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.engines.engine import EngineAbsent

_INSTALL_WITHIN_S = 600


def program(name: str, package: str) -> str:
    """Return the path of a program, installing the system's package when it is missing.

    Raises:
        EngineAbsent: it is not there and cannot be installed.
    """
    found = _found(name)
    if found is None:
        install(package)
        found = _found(name)
    if found is None:
        raise EngineAbsent(f"the program {name} is missing (package {package})")
    return found


def install(*packages: str) -> None:
    """Install the system's packages, starting none of their services.

    Raises:
        EngineAbsent: this user may not, or the packages cannot be had.
    """
    wanted = " ".join(packages)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise EngineAbsent(f"{wanted} missing; this user cannot install system packages")
    print(f"  installing {wanted} …", flush=True)
    # At runlevel 1 no service is started by its installation.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        try:
            subprocess.run(command, env=environment, check=True, capture_output=True, timeout=_INSTALL_WITHIN_S)
        except (subprocess.SubprocessError, OSError) as error:
            raise EngineAbsent(f"{wanted} could not be installed ({type(error).__name__} of {command[1]})") from error


def as_nobody() -> dict[str, Any]:
    """Return the arguments of `subprocess` that leave root behind: servers that refuse root run as another user."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise EngineAbsent("this is root, and there is no user postgres or nobody to run a database as")


def given_to(folder: Path, rights: dict[str, Any]) -> None:
    """Let the user of `as_nobody` own a folder."""
    if rights:
        os.chown(folder, rights["user"], rights["group"])


def words_of(command: Sequence[str]) -> str:
    """Return the first line that a command prints, "" when it cannot be run."""
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except OSError:
        return ""
    return (ran.stdout or ran.stderr).strip().split("\n")[0]


def _found(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))
