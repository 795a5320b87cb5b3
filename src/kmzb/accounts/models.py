"""Officers: one person, one sign-in, one posting."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from kmzb.accounts.states import Role


class OfficerManager(BaseUserManager["Officer"]):
    """Makes officers with a normalised address and a hashed password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Officer":
        """Create an officer; without a password nobody can sign in."""
        officer = self.model(email=email.strip().lower(), **fields)
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
    # The password was set by somebody else: nothing opens until the officer has chosen their own.
    must_change_password = models.BooleanField(default=False)
    joined_at = models.DateTimeField()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = OfficerManager()

    class Meta:
        indexes = [models.Index(fields=["unit_code"])]
        constraints = [
            models.UniqueConstraint(
                fields=["beat_code"], condition=Q(is_active=True) & ~Q(beat_code=""), name="one_officer_per_beat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.name}".strip()
