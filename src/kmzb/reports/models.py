"""What residents bring, and nothing that leads back to them."""

from django.db import models
from django.db.models import Q

from kmzb.news.api import StampField
from kmzb.reports.states import Lane


class Report(models.Model):
    """A place that somebody thinks needs more police supervision, as it was sent.

    Rows never change, save that erasure empties them. The receipt itself is never here, only its hash.
    `weekdays` holds the ISO numbers in order, e.g. "135"; an erased report has an empty `payload_digest`.
    """

    reference = models.CharField(max_length=9, unique=True)
    receipt_hash = models.CharField(max_length=64, unique=True)
    payload_digest = models.BinaryField(max_length=32)
    category = models.CharField(max_length=40)
    catalogue_version = models.CharField(max_length=10)
    lon = models.FloatField()
    lat = models.FloatField()
    occurred_on = models.DateField(null=True)
    occurred_time = models.TimeField(null=True)
    time_of_day = models.CharField(max_length=10, blank=True)
    weekdays = models.CharField(max_length=7, blank=True)
    description = models.BinaryField(null=True)
    description_length = models.PositiveSmallIntegerField(default=0)
    rules_version = models.CharField(max_length=10)
    lane = models.CharField(max_length=8)
    placed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("placed_at", condition=Q(lane=Lane.PLAIN.value), name="plain_reports_by_time")]

    def __str__(self) -> str:
        return self.reference


class ReportKey(models.Model):
    """The wrapped key of one report, apart from the report: destroying it is erasure."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="key")
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"key of report {self.pk}"


class SpentProof(models.Model):
    """A challenge that has bought something; it is kept until it would have expired anyway."""

    nonce = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.nonce


class Confirmation(models.Model):
    """One more person who sees the same; the token is drawn on their device and only its hash is known."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="confirmations", db_index=False)
    token_hash = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()
    lane = models.CharField(max_length=8, default=Lane.PROVEN.value)
    stamp = StampField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "token_hash"], name="one_confirmation_per_token")]
        indexes = [
            models.Index(fields=["stamp", "id"]),
            models.Index("confirmed_at", condition=Q(lane=Lane.PLAIN.value), name="plain_confirmations_by_time"),
        ]

    def __str__(self) -> str:
        return f"confirmation of report {self.report_id}"
