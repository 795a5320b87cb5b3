"""The verification room as Django sees it."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """Name and label of the room."""

    name = "kmzb.verification"
    default_auto_field = "django.db.models.BigAutoField"
