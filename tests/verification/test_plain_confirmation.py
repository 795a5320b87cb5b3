"""Confirming without a proof of work, as browsers without JavaScript do: under a cap of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kmzb.reports.api import Confirmation, Lane, ProofInvalid, RateLimited
from kmzb.verification.api import confirm_feature
from small_country import NOW

pytestmark = pytest.mark.usefixtures("cast")


def confirm(feature_id, token, *, lane=Lane.PLAIN, now=NOW):
    return confirm_feature(feature_id, token, None, lane=lane, now=now)


def test_it_counts_once_for_one_token(resident):
    name, token = resident.report().feature_id, resident.token()
    assert not confirm(name, token).is_repeat
    assert confirm(name, token).is_repeat
    assert Confirmation.objects.count() == 1


def test_the_proven_lane_still_asks_for_a_proof(resident):
    with pytest.raises(ProofInvalid):
        confirm(resident.report().feature_id, resident.token(), lane=Lane.PROVEN)
    assert not Confirmation.objects.exists()


def test_the_hour_has_a_cap(resident, settings):
    settings.KMZB = replace(settings.KMZB, plain_per_hour=1)
    name = resident.report().feature_id
    confirm(name, resident.token(), now=NOW - timedelta(minutes=50))
    with pytest.raises(RateLimited) as refused:
        confirm(name, resident.token())
    assert refused.value.retry_after == 600
    confirm(name, resident.token(), now=NOW + timedelta(minutes=11))
