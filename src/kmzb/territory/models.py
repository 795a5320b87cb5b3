"""Dated editions of the territory. Content is written once under its digest and never changed.

Other rooms keep codes, not keys, and old content stays: a name that a report refers to can always be told.
"""

from django.db import models

from kmzb.news.api import StampField


class Edition(models.Model):
    """The announcement that some content answers from now on. The last row is the current edition."""

    digest = models.CharField(max_length=64)
    valid_from = models.DateField()
    loaded_at = models.DateTimeField()
    source = models.CharField(max_length=200)
    is_approximate = models.BooleanField(default=False)
    stamp = StampField()

    class Meta:
        indexes = [models.Index(fields=["stamp", "id"])]

    def __str__(self) -> str:
        return f"{self.source} ({self.valid_from})"


class AreaRow(models.Model):
    """A voivodeship, county or gmina in one content. `shape` is WKB in EPSG:4326."""

    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=7)
    name = models.CharField(max_length=120)
    shape = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "code"], name="one_area_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class UnitRow(models.Model):
    """A police unit in one content. `claims` are the TERYT codes it answers for, separated by spaces."""

    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=160)
    seat = models.CharField(max_length=80, blank=True)
    parent_code = models.CharField(max_length=20, blank=True)
    claims = models.TextField(blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "code"], name="one_unit_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class UnitAreaRow(models.Model):
    """A part of the country that one unit answers for, finer than areas. `shape` is WKB in EPSG:4326."""

    digest = models.CharField(max_length=64, db_index=True)
    unit_code = models.CharField(max_length=20)
    shape = models.BinaryField()

    def __str__(self) -> str:
        return f"area of {self.unit_code}"


class BeatRow(models.Model):
    """A beat of a unit in one content. `shape` is WKB in EPSG:4326."""

    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=160)
    unit_code = models.CharField(max_length=20)
    shape = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "code"], name="one_beat_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
