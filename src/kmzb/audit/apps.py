"""The audit room as Django sees it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Name and label of the room."""

    name = "kmzb.audit"
    default_auto_field = "django.db.models.BigAutoField"
