"""One process that brings up the public map: `python -m bench.starter`, with KMZB_DATA set. It prints its seconds."""

import os
from importlib import import_module
from time import perf_counter

import django


def main() -> None:
    """Read the map as a web process does before its first answer: from its files, or from the database without them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmzb.config.settings")
    django.setup()
    # Loaded here, since the room needs Django first.
    room, clock = import_module("kmzb.publicmap.api"), import_module("kmzb.lib.time")
    begun = perf_counter()
    room.live_index().snapshot(now=clock.now())
    print(round(perf_counter() - begun, 3))


if __name__ == "__main__":
    main()
