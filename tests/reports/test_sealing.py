import base64
import secrets

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from kmzb.reports.api import Damaged, ReportSecret

RECEIPT, OTHER = "a" * 64, "b" * 64


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=500))
def test_what_was_sealed_opens_unchanged(text):
    secret = ReportSecret.unwrap(ReportSecret.draw(RECEIPT).wrapped(), RECEIPT)
    assert secret.open(secret.seal(text, use="description"), use="description") == text


def test_a_key_survives_its_wrapping():
    secret = ReportSecret.draw(RECEIPT)
    assert ReportSecret.unwrap(secret.wrapped(), RECEIPT) == secret


def test_nothing_readable_stands_in_the_sealed_text():
    secret = ReportSecret.draw(RECEIPT)
    sealed = secret.seal("ławka przy fontannie", use="description")
    assert b"fontannie" not in sealed
    assert secret.key not in secret.wrapped()
    assert sealed != secret.seal("ławka przy fontannie", use="description")


def test_a_key_of_another_report_does_not_open():
    with pytest.raises(Damaged):
        ReportSecret.unwrap(ReportSecret.draw(RECEIPT).wrapped(), OTHER)


def test_a_key_of_another_installation_does_not_open(settings):
    wrapped = ReportSecret.draw(RECEIPT).wrapped()
    settings.MASTER_KEY = base64.b64encode(secrets.token_bytes(32)).decode()
    with pytest.raises(Damaged, match="master key"):
        ReportSecret.unwrap(wrapped, RECEIPT)


def test_a_text_moved_to_another_field_does_not_open():
    secret = ReportSecret.draw(RECEIPT)
    with pytest.raises(Damaged):
        secret.open(secret.seal("x", use="description"), use="visit note")


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_changed_byte_is_noticed(place):
    secret = ReportSecret.draw(RECEIPT)
    sealed = bytearray(secret.seal("x", use="description"))
    sealed[place] ^= 1
    with pytest.raises(Damaged):
        secret.open(bytes(sealed), use="description")


@pytest.mark.parametrize("cut", [0, 1, 12, 20])
def test_a_cut_text_is_noticed(cut):
    secret = ReportSecret.draw(RECEIPT)
    with pytest.raises(Damaged):
        secret.open(secret.seal("x", use="description")[:cut], use="description")


def test_a_digest_belongs_to_its_report_alone():
    secret = ReportSecret.draw(RECEIPT)
    assert secret.digest(b"same") == secret.digest(b"same")
    assert secret.digest(b"same") != secret.digest(b"other")
    assert secret.digest(b"same") != ReportSecret.draw(RECEIPT).digest(b"same")


@pytest.mark.parametrize("write", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("padding", ["", "=", "\n"])
def test_the_master_key_may_be_written_in_any_base64(settings, write, padding):
    material = b"\xfb\xff" * 16
    settings.MASTER_KEY = base64.b64encode(material).decode()
    wrapped = ReportSecret.draw(RECEIPT).wrapped()
    settings.MASTER_KEY = write(material).decode().rstrip("=") + padding
    assert ReportSecret.unwrap(wrapped, RECEIPT)


@pytest.mark.parametrize(
    "weak", ["", "haslo", base64.b64encode(b"x" * 31).decode(), "not base64 at all, but long enough!!"]
)
def test_a_weak_master_key_is_refused(settings, weak):
    settings.MASTER_KEY = weak
    with pytest.raises(ImproperlyConfigured, match="KMZB_MASTER_KEY"):
        ReportSecret.draw(RECEIPT).wrapped()
