"""Making a data folder ready: tables and the built-in territory."""

from django.core.management import call_command

from kmzb.cli.output import Output
from kmzb.lib.time import now
from kmzb.territory.api import ensure_builtin


def prepare(output: Output) -> None:
    """Bring the database up to date and load the approximate territory where there is none. Safe to repeat."""
    output.say("Preparing the database …")
    call_command("migrate", verbosity=0, interactive=False)
    ensure_builtin(now=now())
