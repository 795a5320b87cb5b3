"""The index that one process answers from, kept current by a thread."""

from kmzb.publicmap.rows import IndexState


class PublicIndex:
    """The public marks of one process."""


def live_index() -> PublicIndex:
    """Return this process's index."""
    raise NotImplementedError


def start_following() -> None:
    """Begin to follow changes in a daemon thread. Call after the last fork; calling again changes nothing."""
    raise NotImplementedError


def index_state() -> IndexState:
    """Return how current this process's answers are."""
    raise NotImplementedError
