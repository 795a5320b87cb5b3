"""The one entry of the web process: tiles go past Django, everything else goes through it."""

import gc
import os
import sys
from collections.abc import Iterable
from functools import cache
from threading import Thread
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmzb.config.settings")
_pages = get_wsgi_application()

# The settings must stand before these rooms load.
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from kmzb.public.body import bounded  # noqa: E402
from kmzb.public.tiles import tiles  # noqa: E402
from kmzb.publicmap.api import start_following  # noqa: E402
from kmzb.territory.api import warm_up  # noqa: E402

# A tile takes microseconds, and a thread that finds the interpreter taken waits this long before it asks for it. By
# default that is 5 ms: under load it was most of what a remembered tile took at the 99th percentile.
sys.setswitchinterval(1e-4)
# What a process remembers of its answers are some hundred thousand objects without cycles. A search for cycles among
# all objects stops every thread for a quarter of a second, and came every other second under load: it may come a
# hundred times less often. What dies young is still searched as ever.
gc.set_threshold(*gc.get_threshold()[:2], 1_000)
# Half of the threads stay for those who read, however slowly others write.
_bounded_pages = bounded(_pages, settings.DATA_UPLOAD_MAX_MEMORY_SIZE, at_once=max(1, settings.KMZB.web_threads // 2))


@cache
def _warm_up_beside() -> None:
    """Read the territory once per process, before somebody waits for it.

    A process that is told to end meanwhile waits for it: cut off in the middle of compiled code, a thread can take the
    interpreter's end with it.
    """
    Thread(target=_warm_up, name="warm-up").start()


def _warm_up() -> None:
    try:
        warm_up()
    finally:
        connection.close()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request. The first one comes after the fork and wakes what runs beside the requests."""
    start_following()
    _warm_up_beside()
    if environ.get("PATH_INFO", "").startswith("/tiles/"):
        return tiles(environ, start_response)
    return _bounded_pages(environ, start_response)
