"""`kmzb serve`: one supervisor, one web process, one worker."""

import argparse
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from django.conf import settings

from kmzb.cli.output import CommandRefused, Output
from kmzb.cli.prepare import prepare
from kmzb.cli.supervisor import Supervisor

_READY_WITHIN_S = 60.0
# A server told to end while it loads its code does not hear it. It must be gone before the supervisor's patience is.
_HEARS_WITHIN_S = 5


def web_command(host: str, port: int) -> list[str]:
    """Return the command of the web process: granian in WSGI mode, without an access log."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", str(settings.KMZB.web_threads), "--no-ws"),
        *("--no-access-log", "--log-level", "error", "--respawn-failed-workers"),
        *("--workers-kill-timeout", str(_HEARS_WITHIN_S)),
        "kmzb.config.wsgi:application",
    ]


def worker_command() -> list[str]:
    """Return the command of the worker."""
    return [sys.executable, "-m", "kmzb.cli.main", "work", "--prepared"]


def refuse_taken_port(host: str, port: int) -> None:
    """Check that `port` is free.

    Raises:
        CommandRefused: something answers there already.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandRefused(
                f"port {port} on {host} cannot be used ({error.strerror}); give another --port"
            ) from error


def _wait_until_ready(url: str, stopped: threading.Event, then: Callable[[], None]) -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    while not stopped.is_set() and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):  # noqa: S310  # our own address
                then()
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)


def supervise(
    output: Output, *, host: str, port: int, web: bool = True, work: bool = True, ready: Callable[[], None]
) -> None:
    """Run the processes until stopped; `ready` is called once when the site answers."""
    environment = {**os.environ, "KMZB_DATA": str(settings.KMZB.data), "DJANGO_SETTINGS_MODULE": "kmzb.config.settings"}
    supervisor = Supervisor(output, environment)
    if web:
        supervisor.add("web", web_command(host, port))
        address = f"http://{host}:{port}"
        threading.Thread(target=_wait_until_ready, args=(address, supervisor.stopped, ready), daemon=True).start()
    if work:
        supervisor.add("worker", worker_command())
    supervisor.run()


def run(args: argparse.Namespace) -> int:
    """Prepare, start, and stay until stopped."""
    refuse_taken_port(args.host, args.port)
    prepare(args.output)
    address = f"http://{args.host}:{args.port}/"
    supervise(
        args.output,
        host=args.host,
        port=args.port,
        work=not args.web_only,
        ready=lambda: args.output.say(f"Ready: {address}"),
    )
    return 0


def add_parser(subparsers: Any) -> None:
    """Add `kmzb serve`."""
    parser = subparsers.add_parser("serve", help="start the web process and the worker")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (default: loopback only)")
    parser.add_argument("--web-only", action="store_true", help="start no worker here")
    parser.set_defaults(func=run)
