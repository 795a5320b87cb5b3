"""`kmzb create-officer`: opens an officer's account from the command line, for example the first administrator's."""

import argparse
import sys
from typing import Any

from django.utils import translation

from kmzb.accounts.api import AccountRefusal, Officer, Role, create_officer, new_password
from kmzb.audit.api import SYSTEM
from kmzb.cli.output import CommandRefused
from kmzb.cli.prepare import prepare
from kmzb.lib.time import now


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "create-officer", help="create an officer's sign-in", description="Creates an officer's sign-in."
    )
    parser.add_argument("--email", required=True, help="service address, used to sign in")
    parser.add_argument("--name", required=True, help="first name and surname; accounts are never shared")
    parser.add_argument("--rank", default="", help='for example "asp. szt."')
    parser.add_argument("--role", required=True, type=Role, choices=list(Role), metavar="ROLE", help=", ".join(Role))
    parser.add_argument("--unit", required=True, help="code of the unit, for example KPP-1007")
    parser.add_argument("--beat", default="", help="code of the beat; required for a beat officer")
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from standard input; without it a one-time password is made and printed once",
    )
    parser.set_defaults(func=create)


def create(args: argparse.Namespace) -> int:
    """Open the account.

    Raises:
        CommandRefused: the account is impossible; nothing was created.

    """
    prepare(args.output)
    password = sys.stdin.readline().rstrip("\r\n") if args.password_stdin else new_password()
    officer = _open_account(args, password)
    values = {"id": officer.pk, "email": officer.email, "role": officer.role, "unit": officer.unit_code}
    text = f"Account opened for {officer}, {officer.email}."
    if officer.beat_code:
        values["beat"] = officer.beat_code
    if not args.password_stdin:
        values["password"] = password
        text += f"\nOne-time password, shown only now: {password}"
    args.output.result(values, text)
    return 0


def _open_account(args: argparse.Namespace, password: str) -> Officer:
    with translation.override("en"):  # commands speak English
        try:
            return create_officer(
                SYSTEM,
                email=args.email,
                name=args.name,
                rank=args.rank,
                role=args.role,
                unit_code=args.unit,
                beat_code=args.beat,
                password=password,
                now=now(),
                is_one_time=not args.password_stdin,
            )
        except AccountRefusal as refusal:
            raise CommandRefused(str(refusal)) from refusal
