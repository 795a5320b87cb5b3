"""The changes of `bench/freshness.py`: reports and officers' steps, committed by several connections."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from django.db import connections

from bench.places import spot
from kmzb.accounts.api import Role, Scope
from kmzb.audit.api import Actor
from kmzb.lib.ids import receipt
from kmzb.lib.time import now
from kmzb.reports.api import Lane, RawDraft, hash_of_receipt, in_one_batch
from kmzb.territory.api import units
from kmzb.verification.api import Action, Case, Received, act, receive

if TYPE_CHECKING:
    from bench.freshness import Changes

_OFFICER = 1


@dataclass(frozen=True)
class Plan:
    """How much is changed.

    Attributes:
        rate: changes a second, of which the part `accepted` are steps of an officer.
        held_every_s, held_s: how often a transaction is left open, and for how long.

    """

    rate: float
    seconds: float
    writers: int
    accepted: float
    held_every_s: float
    held_s: float


def write(changes: "Changes", plan: Plan) -> None:
    """Change at the planned rate until the time is over."""
    end = time.monotonic() + plan.seconds
    with ThreadPoolExecutor(plan.writers + 1) as pool:
        running = [pool.submit(_writer, number, end, changes, plan) for number in range(plan.writers)]
        running.append(pool.submit(_holder, end, changes, plan))
    for one in running:
        one.result()


def _writer(number: int, end: float, changes: "Changes", plan: Plan) -> None:
    random = Random(number)  # places on a map, no secret
    step = plan.writers / plan.rate
    due = time.monotonic() + step * number / plan.writers
    waiting: list[str] = []
    while (clock := time.monotonic()) < end:
        time.sleep(max(0.0, due - clock))
        due += step
        if waiting and random.random() < plan.accepted:
            name = waiting.pop(0)
            _accept(name)
            changes.committed["verification", name] = time.monotonic()
        else:
            name = str(_report(random).feature_id)
            changes.committed["new", name] = time.monotonic()
            waiting.append(name)
    connections.close_all()


def _holder(end: float, changes: "Changes", plan: Plan) -> None:
    """Write reports whose commit comes after that of others that were written later."""
    random = Random(-1)  # places on a map, no secret
    while time.monotonic() < end - plan.held_every_s:
        time.sleep(plan.held_every_s)
        with in_one_batch():
            name = str(_report(random).feature_id)
            time.sleep(plan.held_s)
        changes.committed["new", name] = time.monotonic()
    connections.close_all()


def _report(random: Random) -> Received:
    lon, lat = spot(random)
    draft = RawDraft(
        category="vandalism", lon=lon, lat=lat, receipt_hash=hash_of_receipt(receipt()), rules_accepted=True
    )
    return receive(draft, proof=None, lane=Lane.SAMPLE, now=now())


def _accept(feature_id: str) -> None:
    case = Case.objects.get(feature_id=feature_id)
    scope = Scope(Role.LOCAL_COORDINATOR, _OFFICER, frozenset(unit.code for unit in units()), "")
    actor = Actor(id=_OFFICER, role=Role.LOCAL_COORDINATOR.value, unit_code="KGP")
    act(Action.ACCEPT, case.pk, scope=scope, actor=actor, expected_version=case.version, now=now())
