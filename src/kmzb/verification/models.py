"""The unit's work on a report: the case, its history and the visits to the place."""

from django.conf import settings
from django.db import models

from kmzb.news.api import StampField


class Case(models.Model):
    """Where the work on one report stands now. Only `actions.py` writes; `version` grows with each step.

    A case has the number of its report. `number` is that of the verification card (*karta weryfikacji
    zagrożenia*), given when the report is accepted. `located_unit` is the unit that the territory named for the point
    in `edition`; it differs from `unit_code` after a transfer. `visits` and `empty_visits` (nothing was seen) count
    since the case was last opened.
    """

    report = models.OneToOneField(
        "reports.Report", on_delete=models.PROTECT, primary_key=True, related_name="case", db_column="id"
    )
    feature_id = models.CharField(max_length=16, unique=True)
    number = models.CharField(max_length=30, blank=True, db_index=True)
    status = models.CharField(max_length=24)
    category = models.CharField(max_length=40)
    unit_code = models.CharField(max_length=20)
    located_unit = models.CharField(max_length=20)
    edition = models.BigIntegerField()
    beat_code = models.CharField(max_length=30, blank=True)
    area_code = models.CharField(max_length=7, blank=True)
    checked_by = models.CharField(max_length=8, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    placed_on = models.DateField()
    accepted_on = models.DateField(null=True)
    read_by = models.DateField()
    verify_by = models.DateField()
    changed_on = models.DateField()
    visits = models.PositiveSmallIntegerField(default=0)
    empty_visits = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["unit_code", "status"]),
            models.Index(fields=["beat_code", "status"]),
            models.Index(fields=["assignee", "status"]),
            models.Index(fields=["status", "edition"]),
        ]

    def __str__(self) -> str:
        return self.number or f"case {self.pk}"


class Transition(models.Model):
    """One step of the history, with the state after it. Rows are only ever inserted.

    It is history, the source of statistics and the outbox for the rooms above at once.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transitions", db_index=False)
    at = models.DateTimeField()
    action = models.CharField(max_length=24)
    from_status = models.CharField(max_length=24, blank=True)
    status = models.CharField(max_length=24)
    category = models.CharField(max_length=40)
    unit_code = models.CharField(max_length=20)
    beat_code = models.CharField(max_length=30, blank=True)
    checked_by = models.CharField(max_length=8, blank=True)
    read_by = models.DateField()
    verify_by = models.DateField()
    changed_on = models.DateField()
    reason_code = models.CharField(max_length=40, blank=True)
    reason_text = models.CharField(max_length=300, blank=True)
    body_code = models.CharField(max_length=40, blank=True)
    seen = models.BooleanField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_role = models.CharField(max_length=30)
    actor_unit = models.CharField(max_length=20, blank=True)
    stamp = StampField()

    class Meta:
        indexes = [models.Index(fields=["stamp", "id"]), models.Index(fields=["case", "id"])]

    def __str__(self) -> str:
        return f"{self.action} → {self.status}"


class Visit(models.Model):
    """An officer was at the place: what was seen and done. The note is sealed under the report's key.

    `measures` holds the codes of `states.Measure`, separated by spaces.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    visited_at = models.DateTimeField()
    is_seen = models.BooleanField()
    measures = models.CharField(max_length=200, blank=True)
    note = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"visit to case {self.case_id}"


class CardCounter(models.Model):
    """The last card number that a unit gave in a year; the row is locked while the next is drawn."""

    unit_code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_code", "year"], name="one_counter_per_unit_and_year")]

    def __str__(self) -> str:
        return f"{self.unit_code} {self.year}: {self.last}"


class ArchivedReport(models.Model):
    """A report from before this system, or from another one, as its file told it. Rows are only ever inserted.

    It has no case: nobody works on it. `key` is a digest of the number that it had there, which is not kept. The
    point is the exact one. `weight` is how many reports the row stands for; a row that is not `is_live` is shown in
    the history only.
    """

    key = models.BinaryField(max_length=16, unique=True)
    feature_id = models.CharField(max_length=16, unique=True)
    category = models.CharField(max_length=40)
    status = models.CharField(max_length=24)
    reported_on = models.DateField()
    changed_on = models.DateField()
    lon = models.FloatField()
    lat = models.FloatField()
    weight = models.PositiveIntegerField()
    time_of_day = models.CharField(max_length=10, blank=True)
    weekdays = models.CharField(max_length=7, blank=True)
    confirmations = models.PositiveIntegerField()
    is_live = models.BooleanField()
    stamp = StampField()

    class Meta:
        indexes = [models.Index(fields=["stamp", "id"])]

    def __str__(self) -> str:
        return self.feature_id
