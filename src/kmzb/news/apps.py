"""The news room as Django sees it."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Name and label of the room."""

    name = "kmzb.news"
    default_auto_field = "django.db.models.BigAutoField"
