"""The accounts room as Django sees it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Name and label of the room."""

    name = "kmzb.accounts"
    default_auto_field = "django.db.models.BigAutoField"
