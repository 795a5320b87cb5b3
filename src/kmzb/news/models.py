"""How far each reader of rows has come."""

from django.db import models


class Cursor(models.Model):
    """The place of one reader in one stream of rows: everything up to (stamp, row) has been dealt with."""

    name = models.CharField(max_length=60, primary_key=True)
    stamp = models.BigIntegerField(default=-1)
    row = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.stamp}/{self.row}"
