import pytest

from kmzb.reports.api import Erased, Lane, Report, description_of, erase, find_by_receipt, has_content, submit, validate
from kmzb.reports.models import ReportKey
from small_country import NOW

pytestmark = pytest.mark.usefixtures("country")


@pytest.fixture
def draft(resident):
    raw = resident.draft(description="Zażółć gęślą jaźń", occurred_on="2026-11-20", occurred_time="17:30")
    return validate(raw, now=NOW)


@pytest.fixture
def report(draft):
    submit(draft, None, lane=Lane.SAMPLE, now=NOW)
    return Report.objects.get(receipt_hash=draft.receipt_hash)


def test_a_description_is_kept_sealed_and_reads_as_it_came(report):
    assert description_of(report) == "Zażółć gęślą jaźń"
    assert "Zażółć".encode() not in bytes(report.description)
    assert report.description_length == 17


def test_a_report_without_a_description_has_none(resident):
    report = submit(validate(resident.draft(), now=NOW), None, lane=Lane.SAMPLE, now=NOW)
    assert description_of(report) == ""
    assert report.description is None


def test_erasure_destroys_the_key_and_empties_the_row(report):
    erase(report.pk)
    assert not ReportKey.objects.filter(report_id=report.pk).exists()
    left = Report.objects.get(pk=report.pk)
    assert (left.description, left.description_length, left.occurred_time) == (None, 0, None)
    assert bytes(left.payload_digest) == b""
    with pytest.raises(Erased):
        description_of(left)


def test_a_kept_copy_of_the_row_opens_no_more_without_its_key(report):
    copy = Report.objects.get(pk=report.pk)
    erase(report.pk)
    with pytest.raises(Erased):
        description_of(copy)


def test_the_receipt_still_finds_an_erased_report_and_knows_no_content(report, draft, resident):
    assert has_content(report, draft.canonical)
    erase(report.pk)
    left = find_by_receipt(resident.receipts[-1])
    assert left is not None
    assert not has_content(left, draft.canonical)


def test_other_reports_are_left_alone(report, resident):
    other = submit(validate(resident.draft(description="obok"), now=NOW), None, lane=Lane.SAMPLE, now=NOW)
    erase(report.pk)
    assert description_of(other) == "obok"
