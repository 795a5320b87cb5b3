"""`kmzb demo`: the whole system with sample data, on loopback only."""

import argparse
import os
from typing import Any

from django.conf import settings

from kmzb.cli.output import Output
from kmzb.cli.prepare import prepare
from kmzb.cli.sample import ensure_reports
from kmzb.cli.sample_archive import ensure_archive
from kmzb.cli.sample_officers import ensure_officers
from kmzb.cli.serve import refuse_taken_port, supervise
from kmzb.lib.time import now
from kmzb.publicmap.api import project_news

_HOST = "127.0.0.1"
_REPORTS = 20_000


def _announce(output: Output, address: str, signins: list[dict[str, str]], receipt: str) -> None:
    shown = [s for s in signins if s["role"] != "beat_officer" or s["email"].startswith("dzielnicowy1@")]
    width = max(len(s["email"]) for s in shown)
    lines = "\n".join(f"  {s['email']:<{width}}  {s['password']}  {s['role']}, {s['unit']}" for s in shown)
    text = (
        f"\nReady: {address}\n\nThe map        {address}\nThe office     {address}office/\n\n"
        f"Sample sign-ins (all of them in {settings.KMZB.data / 'demo-officers.json'}):\n{lines}\n\n"
        f"A sample receipt for {address}follow:\n  {receipt}\n\nAll data is synthetic. Stop with Ctrl+C."
    )
    output.result({"address": address, "officers": str(settings.KMZB.data / "demo-officers.json")}, text)


def run(args: argparse.Namespace) -> int:
    """Prepare, fill, start, and stay until stopped."""
    output: Output = args.output
    refuse_taken_port(_HOST, args.port)
    prepare(output)
    signins = ensure_officers(settings.KMZB.data, now=now())
    receipt = ensure_reports(settings.KMZB.data, args.reports, output, now=now())
    ensure_archive(settings.KMZB.data, args.reports, output, now=now())
    output.say("Drawing the public map …")
    while project_news(now=now(), limit=2000):
        pass
    os.environ["KMZB_DEMO"] = "1"
    address = f"http://{_HOST}:{args.port}/"
    output.say("Starting the web process and the worker …")
    supervise(
        output,
        host=_HOST,
        port=args.port,
        ready=lambda: _announce(output, address, signins, receipt),
    )
    return 0


def add_parser(subparsers: Any) -> None:
    """Add `kmzb demo`."""
    parser = subparsers.add_parser("demo", help="start everything with sample data")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reports", type=int, default=_REPORTS, metavar="N", help="live reports over the country")
    parser.set_defaults(func=run)
