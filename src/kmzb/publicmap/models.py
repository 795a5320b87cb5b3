"""What the public may see, already coarsened: nothing here is finer or earlier than the category's policy."""

from django.db import models


class Feature(models.Model):
    """One mark of the public map. Only `actions.py` writes.

    `sequence` grows with every change, under the lock of the sole projector, so that readers follow by it.
    A removed mark stays as a tombstone with every other column emptied. `edition` is that of the territory which
    located the public point. `weight` is how many reports the mark stands for. Of the marks that are not `is_live`,
    which came in from the archive, only the history tells.
    """

    feature_id = models.CharField(max_length=16, primary_key=True)
    sequence = models.BigIntegerField(db_index=True)
    is_removed = models.BooleanField(default=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    category = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=24, blank=True)
    reported = models.DateField(null=True)
    changed = models.DateField(null=True)
    occurred_on = models.DateField(null=True)
    time_of_day = models.CharField(max_length=10, blank=True)
    weekdays = models.CharField(max_length=7, blank=True)
    confirmations = models.CharField(max_length=3, blank=True)
    unit_code = models.CharField(max_length=20, blank=True)
    area_code = models.CharField(max_length=7, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    reason_text = models.CharField(max_length=300, blank=True)
    due = models.DateField(null=True)
    is_coarse = models.BooleanField(default=False)
    visible_from = models.DateTimeField(null=True)
    visible_until = models.DateField(null=True)
    edition = models.BigIntegerField(default=0)
    weight = models.PositiveIntegerField(default=1, db_default=1)
    is_live = models.BooleanField(default=True, db_default=True)

    class Meta:
        indexes = [models.Index(fields=["edition"], condition=models.Q(is_removed=False), name="feature_edition")]

    def __str__(self) -> str:
        return self.feature_id


class FeatureStep(models.Model):
    """One step of a mark's public history, by day."""

    feature = models.ForeignKey(Feature, on_delete=models.CASCADE, related_name="steps")
    on = models.DateField()
    action = models.CharField(max_length=24)
    status = models.CharField(max_length=24)
    reason_code = models.CharField(max_length=40, blank=True)
    reason_text = models.CharField(max_length=300, blank=True)
    body_code = models.CharField(max_length=40, blank=True)
    seen = models.BooleanField(null=True)
    unit_code = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"{self.action} on {self.on}"


class Release(models.Model):
    """The moment at which a mark is to be projected again, because something about it becomes public then."""

    feature_id = models.CharField(max_length=16, primary_key=True)
    due = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.feature_id} at {self.due}"


class Projection(models.Model):
    """How far the projection has come: one row.

    A reader whose `epoch` differs has followed another table and loads everything anew.
    """

    epoch = models.CharField(max_length=16)
    sequence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.epoch} at {self.sequence}"
