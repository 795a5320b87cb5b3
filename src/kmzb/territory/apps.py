"""The territory room as Django sees it."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Name and label of the room."""

    name = "kmzb.territory"
    default_auto_field = "django.db.models.BigAutoField"
