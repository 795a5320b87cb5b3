"""Officers at their desks, on the day of the small country."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from cast import Cast, Player, Resident, assemble
from kmzb.accounts.api import Officer
from small_country import NOW

Desk = Callable[[Player], Client]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    cache.clear()  # the counts of refused sign-ins
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def resident(cast: Cast) -> Resident:
    return Resident()


@pytest.fixture
def desk() -> Desk:
    """A browser in which the player has signed in."""

    def _desk(player: Player) -> Client:
        client = Client()
        client.force_login(Officer.objects.get(pk=player.id))
        return client

    return _desk
