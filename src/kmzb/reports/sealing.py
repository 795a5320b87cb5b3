"""Content at rest: AES-256-GCM under a key of each report's own, wrapped by the key of the installation.

Who holds the database alone reads nothing; destroying a report's wrapped key destroys its content for good.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"


class Erased(LookupError):
    """The report's key was destroyed: its content is gone."""


class Damaged(ValueError):
    """A sealed text, or the key that opens it, is not what was stored."""


@dataclass(frozen=True, slots=True)
class ReportSecret:
    """The unwrapped key of one report; lives no longer than a request."""

    key: bytes
    bound_to: str

    @classmethod
    def draw(cls, receipt_hash: str) -> "ReportSecret":
        """Draw a key for the report of that receipt hash."""
        return cls(secrets.token_bytes(_KEY_BYTES), receipt_hash)

    @classmethod
    def unwrap(cls, wrapped: bytes, receipt_hash: str) -> "ReportSecret":
        """Open a stored key.

        Raises:
            Damaged: it was altered, belongs to another report, or to another installation.
        """
        return cls(_open(_master(settings.MASTER_KEY), wrapped, f"key {receipt_hash}"), receipt_hash)

    def wrapped(self) -> bytes:
        """Return the key as it may be stored."""
        return _seal(_master(settings.MASTER_KEY), self.key, f"key {self.bound_to}")

    def seal(self, text: str, *, use: str) -> bytes:
        """Return the text as it may be stored; `use` names the field and must be the same at opening."""
        return _seal(self._derived("seal"), text.encode(), f"{use} {self.bound_to}")

    def open(self, sealed: bytes, *, use: str) -> str:
        """Return the sealed text.

        Raises:
            Damaged: it was altered or moved from another report or field.
        """
        return _open(self._derived("seal"), sealed, f"{use} {self.bound_to}").decode()

    def digest(self, content: bytes) -> bytes:
        """Return 32 bytes by which equal content is known again, for as long as the key lives."""
        return hmac.new(self._derived("digest"), content, hashlib.sha256).digest()

    def _derived(self, use: str) -> bytes:
        return hmac.new(self.key, b"kmzb " + use.encode(), hashlib.sha256).digest()


def _seal(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def _open(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    sealed = bytes(sealed)
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if sealed[:1] != _FORMAT:
        raise Damaged(f"unknown format of a sealed text: {sealed[:1]!r}")
    try:
        return AESGCM(key).decrypt(nonce, body, bound_to.encode())
    except (InvalidTag, ValueError) as problem:
        raise Damaged("a sealed text does not open: it was altered, or the master key is another") from problem


@lru_cache(maxsize=2)
def _master(setting: str) -> bytes:
    """Return 32 bytes from the setting: base64 of at least 32 bytes in either alphabet, padded or not.

    Raises:
        ImproperlyConfigured: it holds less than that.
    """
    text = setting.strip().translate(str.maketrans("+/", "-_")).rstrip("=")
    try:
        material = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        material = b""
    if len(material) < _KEY_BYTES:
        raise ImproperlyConfigured("KMZB_MASTER_KEY: expected base64 of at least 32 random bytes")
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"kmzb master key").derive(material)
