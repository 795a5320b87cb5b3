"""Acknowledged means durable: what the database does not promise is answered 503."""

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from kmzb.reports.api import Unavailable, durably, in_one_batch
from kmzb.reports.models import SpentProof
from small_country import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def keep(nonce):
    SpentProof.objects.create(nonce=nonce, expires_at=NOW)


def kept():
    return set(SpentProof.objects.values_list("nonce", flat=True))


def test_the_block_is_stored_as_a_whole():
    with durably():
        keep("a")
        keep("b")
    assert kept() == {"a", "b"}


def fail_after(nonce, problem):
    with durably():
        keep(nonce)
        raise problem


def test_a_failed_block_stores_nothing():
    with pytest.raises(KeyError):
        fail_after("a", KeyError())
    assert kept() == set()


def test_a_broken_connection_is_unavailable():
    with pytest.raises(Unavailable) as refused:
        fail_after("a", OperationalError("gone"))
    assert (refused.value.status, refused.value.code, refused.value.retry_after) == (503, "unavailable", 5)


def test_other_database_errors_are_not_hidden():
    with durably():
        keep("a")
    with pytest.raises(IntegrityError), durably():
        keep("a")


def test_it_is_never_part_of_a_greater_transaction():
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), durably():
        keep("a")


def test_a_batch_shares_one_commit():
    with in_one_batch():
        with durably():
            keep("a")
        with pytest.raises(KeyError):
            fail_after("b", KeyError())
        with durably():
            keep("c")
    assert kept() == {"a", "c"}


def fail_in_batch():
    with in_one_batch():
        with durably():
            keep("a")
        raise KeyError


def test_a_failed_batch_stores_nothing():
    with pytest.raises(KeyError):
        fail_in_batch()
    assert kept() == set()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), durably():
        keep("b")


def cancel_the_wait():
    """Commit as the server does when the wait for the standby is cancelled: stored here, with a WARNING."""
    with durably():
        keep("a")
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE WARNING 'canceling wait for synchronous replication'; END $$")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL waits for a standby")
def test_a_cancelled_wait_for_the_standby_is_unavailable():
    with pytest.raises(Unavailable):
        cancel_the_wait()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL sends notices")
def test_a_mere_notice_is_no_warning():
    with durably():
        keep("a")
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE NOTICE 'by the way'; END $$")
    assert kept() == {"a"}
