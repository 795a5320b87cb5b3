"""The reports room as Django sees it."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Name and label of the room."""

    name = "kmzb.reports"
    default_auto_field = "django.db.models.BigAutoField"
