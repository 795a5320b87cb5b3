"""Officers: one person, one sign-in, one posting."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from kmzb.accounts.states import Role


class OfficerManager(BaseUserManager["Officer"]):
    """Makes officers with a normalised address and a hashed password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Officer":
        """Create an officer; without a password nobody can sign in."""
        officer = self.model(email=self.normalize_email(email).lower(), **fields)
        officer.set_password(password)
        officer.save()
        return officer


class Officer(AbstractBaseUser):
    """A person who acts for the police. Logins are never shared."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    unit_code = models.CharField(max_length=20)
    beat_code = models.CharField(max_length=30, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = OfficerManager()

    class Meta:
        indexes = [models.Index(fields=["unit_code"])]

    def __str__(self) -> str:
        return f"{self.rank} {self.name}".strip()
