"""Rows written by a kept statement are the rows that the ORM would write."""

import pytest
from django.db import IntegrityError, transaction

from kmzb.reports.api import Lane, Report, insert, submit, validate
from kmzb.reports.models import Confirmation, ReportKey, SpentProof
from small_country import NOW

pytestmark = pytest.mark.usefixtures("country")


@pytest.fixture
def report(resident):
    raw = resident.draft(description="Łamią ławki", occurred_on="2026-11-20", occurred_time="17:30", weekdays=[5])
    return submit(validate(raw, now=NOW), None, lane=Lane.SAMPLE, now=NOW)


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_row_reads_back_as_it_was_written(report):
    read = Report.objects.get(pk=report.pk)
    written, kept = values(report), values(read)
    for name in ("payload_digest", "description"):
        written[name], kept[name] = bytes(written[name]), bytes(kept[name])
    assert kept == written


def test_the_orm_writes_the_same(report):
    again = Report.objects.get(pk=report.pk)
    again.pk, again.reference, again.receipt_hash = None, "ZZZZ-ZZZZ", "f" * 64
    insert(again)
    by_orm = Report.objects.get(pk=report.pk)
    by_orm.pk, by_orm.reference, by_orm.receipt_hash = None, "YYYY-YYYY", "e" * 64
    by_orm.save(force_insert=True)
    one, other = values(Report.objects.get(pk=again.pk)), values(Report.objects.get(pk=by_orm.pk))
    apart = {"id", "reference", "receipt_hash"}
    assert {name: one[name] for name in one.keys() - apart} == {name: other[name] for name in one.keys() - apart}


def test_a_key_that_is_given_is_kept_and_one_that_is_drawn_is_set(report):
    assert report.pk == Report.objects.get().pk
    assert ReportKey.objects.get(pk=report.pk)
    insert(SpentProof(nonce="abc", expires_at=NOW))
    assert SpentProof.objects.get().nonce == "abc"


def test_the_database_fills_its_own_columns(report):
    confirmation = Confirmation(report=report, token_hash="a" * 64, confirmed_at=NOW)
    insert(confirmation)
    assert Confirmation.objects.get(pk=confirmation.pk).stamp >= 0


def test_constraints_hold(report):
    with pytest.raises(IntegrityError):
        insert(SpentProof(nonce=None, expires_at=NOW))


def proof(nonce):
    return SpentProof(nonce=nonce, expires_at=NOW)


def test_rows_of_several_tables_go_in_together_and_know_their_keys(report):
    first, second = (Confirmation(report=report, token_hash=letter * 64, confirmed_at=NOW) for letter in "ab")
    insert(proof("a"), first, second)
    assert list(Confirmation.objects.order_by("id")) == [first, second]
    assert SpentProof.objects.filter(nonce="a").exists()


@pytest.mark.parametrize("nonces", ["aa", "ab", "ba"])
def test_one_that_is_forbidden_forbids_all(nonces):
    insert(proof("a"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(*map(proof, nonces))
    assert [one.nonce for one in SpentProof.objects.all()] == ["a"]
    insert(proof("c"))
    assert SpentProof.objects.count() == 2
