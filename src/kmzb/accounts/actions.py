"""The only code that changes accounts. Each change stands in the record of officers' actions."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from kmzb.accounts.errors import (
    EmailTaken,
    InvalidEmail,
    NameMissing,
    NotAdministrator,
    OfficerMissing,
    OwnAccount,
    WeakPassword,
)
from kmzb.accounts.models import Officer
from kmzb.accounts.postings import check_posting
from kmzb.accounts.scope import actor_of
from kmzb.accounts.states import Role
from kmzb.audit.api import ACTIONS, SYSTEM, Actor, record

_ERASURE = (
    "The row names an account by its number only; erasing the account's name and address empties it of the person."
)
_POSTING = ("role", "unit_code", "beat_code")

CREATED = ACTIONS.register("accounts.officer.created", detail=_POSTING, erasure=_ERASURE)
POSTED = ACTIONS.register("accounts.officer.posted", detail=_POSTING, erasure=_ERASURE)
DEACTIVATED = ACTIONS.register("accounts.officer.deactivated", erasure=_ERASURE)
REACTIVATED = ACTIONS.register("accounts.officer.reactivated", erasure=_ERASURE)
PASSWORD_GIVEN = ACTIONS.register("accounts.password.given", erasure=_ERASURE)
PASSWORD_CHANGED = ACTIONS.register("accounts.password.changed", erasure=_ERASURE)
SIGNED_IN = ACTIONS.register("accounts.session.opened", erasure=_ERASURE)
SIGNED_OUT = ACTIONS.register("accounts.session.closed", erasure=_ERASURE)


def create_officer(
    actor: Actor,
    *,
    email: str,
    name: str,
    rank: str,
    role: Role,
    unit_code: str,
    beat_code: str,
    password: str,
    now: datetime,
    is_one_time: bool = False,
) -> Officer:
    """Open an account. With `is_one_time` the officer must choose another password at the first sign-in.

    Raises:
        NotAdministrator, InvalidEmail, EmailTaken, NameMissing, WeakPassword: see each.
        UnknownUnit, BeatMissing, UnknownBeat, BeatNotWanted, BeatTaken: the posting is impossible.

    """
    _require_administrator(actor)
    address = _free_address(email)
    if not name.strip():
        raise NameMissing
    check_posting(role, unit_code, beat_code)
    _require_strong(password)
    try:
        with transaction.atomic():
            officer = Officer.objects.create_user(
                address,
                password,
                name=name.strip(),
                rank=rank.strip(),
                role=role.value,
                unit_code=unit_code,
                beat_code=beat_code,
                must_change_password=is_one_time,
                joined_at=now,
            )
            record(actor, CREATED, ("officer", officer.pk), now=now, detail=_posting(officer))
    except IntegrityError:
        # Another administrator was quicker: say what is in the way now.
        _free_address(email)
        check_posting(role, unit_code, beat_code)
        raise
    return officer


def post_officer(
    actor: Actor, officer_id: int, *, role: Role, unit_code: str, beat_code: str, now: datetime
) -> Officer:
    """Give the officer another role, unit or beat. It counts from their next request on.

    Raises:
        NotAdministrator, OfficerMissing, OwnAccount: see each.
        UnknownUnit, BeatMissing, UnknownBeat, BeatNotWanted, BeatTaken: the posting is impossible.

    """
    _require_administrator(actor)
    try:
        with transaction.atomic():
            officer = _others(actor, officer_id)
            check_posting(role, unit_code, beat_code, officer_id=officer_id)
            officer.role, officer.unit_code, officer.beat_code = role.value, unit_code, beat_code
            officer.save(update_fields=["role", "unit_code", "beat_code"])
            record(actor, POSTED, ("officer", officer_id), now=now, detail=_posting(officer))
    except IntegrityError:
        check_posting(role, unit_code, beat_code, officer_id=officer_id)
        raise
    return officer


def deactivate_officer(actor: Actor, officer_id: int, *, now: datetime) -> Officer:
    """Close the account. An open session ends with its next request; what the officer did stays.

    Raises:
        NotAdministrator, OfficerMissing, OwnAccount: see each.

    """
    _require_administrator(actor)
    with transaction.atomic():
        officer = _others(actor, officer_id)
        if officer.is_active:
            officer.is_active = False
            officer.save(update_fields=["is_active"])
            record(actor, DEACTIVATED, ("officer", officer_id), now=now)
    return officer


def reactivate_officer(actor: Actor, officer_id: int, *, now: datetime) -> Officer:
    """Open a closed account again, with the posting that it had.

    Raises:
        NotAdministrator, OfficerMissing, OwnAccount: see each.
        UnknownUnit, UnknownBeat, BeatTaken: the former posting is impossible by now; post the officer first.

    """
    _require_administrator(actor)
    with transaction.atomic():
        officer = _others(actor, officer_id)
        if not officer.is_active:
            check_posting(Role(officer.role), officer.unit_code, officer.beat_code, officer_id=officer_id)
            officer.is_active = True
            officer.save(update_fields=["is_active"])
            record(actor, REACTIVATED, ("officer", officer_id), now=now)
    return officer


def give_password(actor: Actor, officer_id: int, password: str, *, now: datetime) -> Officer:
    """Set a one-time password: open sessions end, and the officer must choose another at the next sign-in.

    Raises:
        NotAdministrator, OfficerMissing, OwnAccount, WeakPassword: see each.

    """
    _require_administrator(actor)
    with transaction.atomic():
        officer = _others(actor, officer_id)
        _require_strong(password, officer)
        officer.set_password(password)
        officer.must_change_password = True
        officer.save(update_fields=["password", "must_change_password"])
        record(actor, PASSWORD_GIVEN, ("officer", officer_id), now=now)
    return officer


def change_own_password(officer: Officer, password: str, *, now: datetime) -> None:
    """Set the password that the officer chose, and let them in.

    Raises:
        WeakPassword: it would be guessed.

    """
    _require_strong(password, officer)
    with transaction.atomic():
        officer.set_password(password)
        officer.must_change_password = False
        officer.save(update_fields=["password", "must_change_password"])
        record(actor_of(officer), PASSWORD_CHANGED, ("officer", officer.pk), now=now)


def record_sign_in(officer: Officer, *, now: datetime) -> None:
    """Record that a session was opened."""
    record(actor_of(officer), SIGNED_IN, ("officer", officer.pk), now=now)


def record_sign_out(officer: Officer, *, now: datetime) -> None:
    """Record that the officer closed the session."""
    record(actor_of(officer), SIGNED_OUT, ("officer", officer.pk), now=now)


def forget_sessions(*, now: datetime) -> None:
    """Delete the sessions that have run out by themselves."""
    Session.objects.filter(expire_date__lt=now).delete()


def _require_administrator(actor: Actor) -> None:
    if actor != SYSTEM and actor.role != Role.ADMINISTRATOR:
        raise NotAdministrator


def _others(actor: Actor, officer_id: int) -> Officer:
    """Return the officer, locked until the transaction ends; never the actor's own account."""
    if officer_id == actor.id:
        raise OwnAccount
    officer = Officer.objects.select_for_update().filter(pk=officer_id).first()
    if officer is None:
        raise OfficerMissing
    return officer


def _free_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidEmail(email) from error
    if Officer.objects.filter(email=address).exists():
        raise EmailTaken(address)
    return address


def _require_strong(password: str, officer: Officer | None = None) -> None:
    try:
        validate_password(password, officer)
    except ValidationError as error:
        raise WeakPassword(error.messages) from error


def _posting(officer: Officer) -> dict[str, str]:
    return {"role": officer.role, "unit_code": officer.unit_code, "beat_code": officer.beat_code}
