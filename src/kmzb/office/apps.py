"""The office room as Django sees it."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Name and label of the room."""

    name = "kmzb.office"
    default_auto_field = "django.db.models.BigAutoField"
