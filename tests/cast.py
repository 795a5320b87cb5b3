"""The fixed cast of the tests: a resident, and officers of each role in a small country."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from altcha import Challenge, Payload, solve_challenge
from django.contrib.auth.hashers import make_password

from kmzb.accounts.api import Officer, Role, Scope, actor_of, scope_of
from kmzb.audit.api import Actor
from kmzb.lib.ids import receipt
from kmzb.reports.api import Lane, Purpose, RawDraft, hash_of_receipt, new_challenge
from kmzb.territory.api import forget
from kmzb.verification.api import Action, ActionFields, Case, Received, Status, StepTaken, act, receive
from small_country import IN_OPOCZNO, NOW, load_small_country

PASSWORD = "dlugie-haslo-proby"


@dataclass(frozen=True)
class Player:
    """An officer as the rooms take them."""

    id: int
    scope: Scope
    actor: Actor

    def act(
        self, action: Action, case_id: int, *, now: datetime = NOW, version: int | None = None, **fields: Any
    ) -> StepTaken:
        """Take a step; without `version` the officer has just looked."""
        seen = Case.objects.get(pk=case_id).version if version is None else version
        return act(
            action,
            case_id,
            scope=self.scope,
            actor=self.actor,
            expected_version=seen,
            fields=ActionFields(**fields),
            now=now,
        )


@dataclass(frozen=True)
class Cast:
    """Everybody who plays. `foreign…` are of KPP-1016, the rest of KPP-1007 or above it."""

    coordinator: Player
    beat_officer: Player
    neighbour_beat_officer: Player
    patrol: Player
    traffic: Player
    commander: Player
    foreign_coordinator: Player
    foreign_beat_officer: Player
    regional: Player
    national: Player
    partner: Player
    administrator: Player


_POSTS = {
    "coordinator": (Role.LOCAL_COORDINATOR, "KPP-1007", ""),
    "beat_officer": (Role.BEAT_OFFICER, "KPP-1007", "1007-1"),
    "neighbour_beat_officer": (Role.BEAT_OFFICER, "KPP-1007", "1007-2"),
    "patrol": (Role.PATROL, "KPP-1007", ""),
    "traffic": (Role.TRAFFIC, "KPP-1007", ""),
    "commander": (Role.COMMANDER, "KPP-1007", ""),
    "foreign_coordinator": (Role.LOCAL_COORDINATOR, "KPP-1016", ""),
    "foreign_beat_officer": (Role.BEAT_OFFICER, "KPP-1016", "1016-1"),
    "regional": (Role.REGIONAL_COORDINATOR, "KWP-10", ""),
    "national": (Role.NATIONAL_COORDINATOR, "KGP", ""),
    "partner": (Role.PARTNER, "KPP-1007", ""),
    "administrator": (Role.ADMINISTRATOR, "KGP", ""),
}


def assemble() -> Cast:
    """Load the small country and post everybody at one stroke; all sign in with `PASSWORD`."""
    load_small_country()
    forget()
    officers = Officer.objects.bulk_create(_officer(name, *post) for name, post in _POSTS.items())
    players = (Player(officer.pk, scope_of(officer), actor_of(officer)) for officer in officers)
    return Cast(**dict(zip(_POSTS, players, strict=True)))


def _officer(name: str, role: Role, unit_code: str, beat_code: str) -> Officer:
    return Officer(
        email=f"{name}@policja.example",
        name=name.replace("_", " ").title(),
        rank="asp.",
        role=role.value,
        unit_code=unit_code,
        beat_code=beat_code,
        password=_hashed(PASSWORD),
        joined_at=NOW,
    )


@cache
def _hashed(password: str) -> str:
    return make_password(password)


@dataclass
class Resident:
    """Somebody with a phone: draws receipts, pays for proofs, sends reports."""

    receipts: list[str] = field(default_factory=list)

    def draft(self, **fields: Any) -> RawDraft:
        """Return a report that is fit to be sent, with what the test names otherwise."""
        self.receipts.append(receipt())
        lon, lat = IN_OPOCZNO
        given = {
            "category": "vandalism",
            "lon": lon,
            "lat": lat,
            "receipt_hash": hash_of_receipt(self.receipts[-1]),
            "rules_accepted": True,
        }
        return RawDraft(**{**given, **fields})

    def proof(self, purpose: Purpose = Purpose.REPORT, *, now: datetime) -> str:
        """Solve a challenge."""
        challenge = Challenge.from_dict(new_challenge(purpose, now=now))
        solution = solve_challenge(challenge)
        assert solution is not None
        return Payload(challenge, solution).to_base64()

    def report(self, *, now: datetime = NOW, **fields: Any) -> Received:
        """Send a report the cheap way."""
        return receive(self.draft(**fields), proof=None, lane=Lane.SAMPLE, now=now)

    def case(self, *, now: datetime = NOW, **fields: Any) -> int:
        """Send a report and return the number of its case."""
        answer = self.report(now=now, **fields)
        return Case.objects.get(report__reference=answer.reference).pk

    def token(self) -> str:
        """Return the hash of a token for a confirmation."""
        return hashlib.sha256(receipt().encode()).hexdigest()


_WAY: dict[Status, list[tuple[Action, dict[str, Any]]]] = {
    Status.NEW: [],
    Status.VERIFICATION: [(Action.ACCEPT, {})],
    Status.CONFIRMED: [(Action.ACCEPT, {}), (Action.CONFIRM, {"reason_code": "seen_on_visit"})],
    Status.CONFIRMED_REFERRED: [
        (Action.ACCEPT, {}),
        (Action.CONFIRM, {"reason_code": "seen_on_visit"}),
        (Action.REFER, {"reason_code": "competence", "body_code": "gmina"}),
    ],
    Status.CONFIRMED_ELIMINATED: [
        (Action.ACCEPT, {}),
        (Action.CONFIRM, {"reason_code": "seen_on_visit"}),
        (Action.ELIMINATE, {"reason_code": "stopped"}),
    ],
    Status.NOT_CONFIRMED: [
        (Action.ACCEPT, {}),
        *[(Action.VISIT, {"seen": False})] * 3,
        (Action.NOT_CONFIRM, {"reason_code": "nothing_seen"}),
    ],
    Status.JOKE_OR_MISTAKE: [(Action.DISMISS, {"reason_code": "joke"})],
}

# What each step needs to be complete; the rest of its fields may stay empty.
COMPLETE: dict[Action, dict[str, Any]] = {
    Action.ACCEPT: {},
    Action.DISMISS: {"reason_code": "joke"},
    Action.CONFIRM: {"reason_code": "seen_on_visit"},
    Action.NOT_CONFIRM: {"reason_code": "nothing_seen"},
    Action.ELIMINATE: {"reason_code": "stopped"},
    Action.REFER: {"reason_code": "competence", "body_code": "gmina"},
    Action.RETURN: {"reason_code": "no_answer"},
    Action.REOPEN: {"reason_code": "came_back"},
    Action.ASSIGN: {"checked_by": "patrol"},
    Action.VISIT: {"seen": False},
    Action.RECATEGORISE: {"category": "illegal_dump"},
    Action.TRANSFER: {"unit_code": "KPP-1016"},
    Action.PLACE: {},
    Action.REROUTE: {},
}


def lead_to(status: Status, case_id: int, coordinator: Player, *, now: datetime = NOW) -> int:
    """Take the shortest way from a new case to the status and return the case's number."""
    for action, fields in _WAY[status]:
        coordinator.act(action, case_id, now=now, **fields)
    return case_id
