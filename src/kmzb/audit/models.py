"""The record of what officers did and looked at."""

from django.db import models

from kmzb.news.api import StampField


class Entry(models.Model):
    """One action of one officer. Rows are only ever inserted."""

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_role = models.CharField(max_length=30)
    actor_unit = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)
    stamp = StampField()

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"])]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.action} on {self.subject_kind} {self.subject_id}"
