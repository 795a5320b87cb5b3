"""The categories room as Django sees it."""

from django.apps import AppConfig


class CategoriesConfig(AppConfig):
    """Name and label of the room."""

    name = "kmzb.categories"
    default_auto_field = "django.db.models.BigAutoField"
