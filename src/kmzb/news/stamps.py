"""The stamp that tells a reader which rows are safely behind every open transaction."""

from typing import Any

from django.db import models
from django.db.models.expressions import Func


class TransactionStamp(Func):
    """The number of the writing transaction (PostgreSQL `xid8`), or 0 where commits are serial (SQLite)."""

    template = "0"
    arity = 0
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the SQL of PostgreSQL."""
        return super().as_sql(compiler, connection, template="(pg_current_xact_id()::text::bigint)", **context)


class OldestRunning(Func):
    """The stamp of the oldest transaction that was open when the query began (PostgreSQL alone)."""

    template = "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class StampField(models.BigIntegerField):  # type: ignore[type-arg]  # fields take none at run time
    """A column that the database fills with the transaction's stamp."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("db_default", TransactionStamp())
        options.setdefault("editable", False)
        super().__init__(**options)
