"""Counts as a table that a spreadsheet opens."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from kmzb.categories.api import catalogue
from kmzb.publicmap.api import Summary, status_name

# Spreadsheets take a file for UTF-8 only when it begins with this mark.
_MARK = "\ufeff"


def summary_csv(counts: Summary) -> str:
    """Return the table `kind,code,name,count`, names in the reader's language; a figure that is null is left out."""
    out = io.StringIO()
    out.write(_MARK)
    csv.writer(out).writerows(_lines(counts))
    return out.getvalue()


def _lines(counts: Summary) -> Iterator[tuple[str, str, str, str]]:
    yield "kind", "code", "name", "count"
    yield "total", "", _("Razem"), str(counts.total)
    for status, count in counts.by_status.items():
        yield "status", status.value, status_name(status), str(count)
    for code, count in counts.by_category.items():
        yield "category", code, catalogue().get(code).name, str(count)
    for month, count in counts.by_month.items():
        yield "month", month, month, str(count)
    if counts.confirmed_share is not None:
        yield "confirmed_share", "", _("Udział potwierdzonych wśród rozstrzygniętych"), f"{counts.confirmed_share:.3f}"
    if counts.typical_days is not None:
        yield "typical_days", "", _("Typowa liczba dni do rozstrzygnięcia"), str(counts.typical_days)
