"""The one entry of the web process: tiles go past Django, everything else goes through it."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmzb.config.settings")
_pages = get_wsgi_application()

# The settings must stand before these rooms load.
from django.conf import settings  # noqa: E402

from kmzb.public.body import bounded  # noqa: E402
from kmzb.public.tiles import tiles  # noqa: E402
from kmzb.publicmap.api import start_following  # noqa: E402

_bounded_pages = bounded(_pages, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request. The first one, which comes after the fork, begins to follow the marks."""
    start_following()
    if environ.get("PATH_INFO", "").startswith("/tiles/"):
        return tiles(environ, start_response)
    return _bounded_pages(environ, start_response)
