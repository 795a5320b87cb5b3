"""The worker: carries news from what was written to what is read, and tidies up."""

import argparse
import logging
import math
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections

from kmzb.accounts.api import forget_sessions
from kmzb.cli.prepare import prepare
from kmzb.lib.time import now
from kmzb.news.api import Bell, Channel, Watch
from kmzb.publicmap.api import Memory, look_after, own_builder, project_news
from kmzb.reports.api import forget_expired
from kmzb.verification.api import reroute

log = logging.getLogger("kmzb.work")

# The lock of the one worker at work, of all nodes.
_WATCH = 0x6B6D_7A77
_PAUSE_S = 1.0
_REROUTE_EVERY_S = 1.0  # territories change seldom
_TIDY_EVERY_S = 600.0
_BATCH = 200


def _carry_news(memory: Memory) -> None:
    """Project all that is there now, in batches short enough that no writer waits; what comes meanwhile rings again."""
    while project_news(now=now(), limit=_BATCH, memory=memory) >= _BATCH:
        pass


def _attempt(step: Callable[[], Any]) -> None:
    """Run one step; a fault is told and the worker goes on with the next round."""
    try:
        step()
    except Exception:  # the worker outlives any single fault
        log.exception("%s failed, it is tried again", getattr(step, "__name__", step))
        close_old_connections()


def _is_on_watch(watch: Watch) -> bool:
    """Whether this worker is the one at work; not while the database does not answer."""
    try:
        return watch.is_ours()
    except Exception:  # asked again in the next round
        log.exception("the lock of the worker at work could not be asked for")
        close_old_connections()
        return False


def _tidy() -> None:
    forget_expired(now=now())
    forget_sessions(now=now())


def work(stopped: threading.Event) -> None:
    """Run rounds until `stopped` is set or the parent process is gone."""
    parent = os.getppid()
    bell, builder, watch = Bell(Channel.WRITTEN), own_builder(), Watch(_WATCH)
    tidied = rerouted = -math.inf
    memory = Memory()
    while not stopped.is_set() and os.getppid() == parent:
        if _is_on_watch(watch):
            if time.monotonic() - rerouted >= _REROUTE_EVERY_S:
                _attempt(lambda: reroute(now=now()))
                rerouted = time.monotonic()
            _attempt(lambda: _carry_news(memory))
        _attempt(lambda: look_after(builder, now=now()))
        if time.monotonic() - tidied >= _TIDY_EVERY_S:
            _attempt(_tidy)
            tidied = time.monotonic()
        _attempt(lambda: bell.wait(_PAUSE_S))


def run(args: argparse.Namespace) -> int:
    """Prepare the data folder and work until told to stop."""
    if not args.prepared:
        prepare(args.output)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    work(stopped)
    return 0


def add_parser(subparsers: Any) -> None:
    """Add `kmzb work`."""
    parser = subparsers.add_parser("work", help="run the worker alone")
    parser.add_argument("--prepared", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(func=run)
