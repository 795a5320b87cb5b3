"""What the public map says in words, in the reader's language."""

from datetime import date

from kmzb.publicmap.rows import FeatureRow, StepRow
from kmzb.publicmap.states import PublicStatus


def status_name(status: PublicStatus) -> str:
    """Return the official name of the status."""
    raise NotImplementedError


def reason_label(code: str) -> str:
    """Return the sentence of the list of reasons that belongs to the code."""
    raise NotImplementedError


def next_sentence(row: FeatureRow, *, today: date) -> str:
    """Return what happens next with the mark, and by when."""
    raise NotImplementedError


def step_sentence(step: StepRow) -> str:
    """Return what happened in this step."""
    raise NotImplementedError
