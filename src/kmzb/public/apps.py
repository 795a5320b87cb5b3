"""The public room as Django sees it."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Name and label of the room."""

    name = "kmzb.public"
    default_auto_field = "django.db.models.BigAutoField"
