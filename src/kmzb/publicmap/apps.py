"""The publicmap room as Django sees it."""

from django.apps import AppConfig


class PublicmapConfig(AppConfig):
    """Name and label of the room."""

    name = "kmzb.publicmap"
    default_auto_field = "django.db.models.BigAutoField"
