"""Proofs of work: ALTCHA version 2 in its deterministic mode. A challenge costs the same to everybody."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from altcha import Payload, create_challenge, verify_solution
from django.conf import settings
from django.db import IntegrityError, models

from kmzb.reports.errors import ProofExpired, ProofInvalid, ProofReplayed
from kmzb.reports.inserting import insert
from kmzb.reports.models import SpentProof
from kmzb.reports.states import Purpose

ALGORITHM = "PBKDF2/SHA-256"
VALID_FOR = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Proof:
    """A solved challenge that may be spent once. `nonce` tells challenges apart; the payload itself is malleable."""

    nonce: str
    expires_at: datetime


def new_challenge(purpose: Purpose, *, now: datetime) -> dict[str, Any]:
    """Return ALTCHA's challenge object, good for one hour and for this purpose only.

    The counter to be found is drawn from [n, 2n], so that luck changes the price at most twofold.
    """
    attempts = settings.KMZB.proof_attempts
    challenge = create_challenge(
        ALGORITHM,
        settings.KMZB.proof_cost,
        counter=attempts + secrets.randbelow(attempts + 1),
        expires_at=now + VALID_FOR,
        data={"purpose": purpose.value},
        hmac_secret=_key(b"challenge"),
        hmac_key_secret=_key(b"solution"),
    )
    return challenge.to_dict()


def check_proof(payload: str | None, purpose: Purpose, *, now: datetime) -> Proof:
    """Return what the base64 payload of the widget proves. Costs one HMAC, whatever was sent.

    Raises:
        ProofInvalid: missing, unreadable, altered, unsolved, or made for another purpose.
        ProofExpired: its hour is over.
    """
    solved = _read(payload)
    result = verify_solution(solved, _key(b"challenge"), hmac_key_secret=_key(b"solution"))
    if result.expired:
        raise ProofExpired
    parameters = solved.challenge.parameters
    if not result.verified or (parameters.data or {}).get("purpose") != purpose.value or not parameters.expires_at:
        raise ProofInvalid
    expires_at = datetime.fromtimestamp(parameters.expires_at, UTC)
    if expires_at < now:
        raise ProofExpired
    return Proof(nonce=parameters.nonce, expires_at=expires_at)


def spend(proof: Proof, *bought: models.Model) -> None:
    """Use the proof up, in the caller's transaction, and insert beside it rows that nothing can forbid.

    Raises:
        ProofReplayed: it was used already; the transaction must be rolled back.
    """
    try:
        insert(*bought, SpentProof(nonce=proof.nonce, expires_at=proof.expires_at))
    except IntegrityError as taken:
        raise ProofReplayed from taken


def forget_expired(*, now: datetime) -> int:
    """Drop the proofs that would be refused as expired anyway; return how many."""
    return SpentProof.objects.filter(expires_at__lt=now).delete()[0]


def _read(payload: str | None) -> Payload:
    try:
        return Payload.from_dict(json.loads(base64.b64decode(payload or "", validate=True)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise ProofInvalid from problem


def _key(use: bytes) -> bytes:
    return hmac.new(settings.PROOF_KEY.encode(), b"kmzb proof " + use, hashlib.sha256).digest()
