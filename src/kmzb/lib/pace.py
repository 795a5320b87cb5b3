"""How much to do at once, so that nobody waits long for its end."""


class Pace:
    """The size of the next batch, by the time that the last one took.

    The next is as long as would have taken `target_s`, at most twice as long as the last, and within its bounds. Half a
    second is what a transaction may keep others waiting: the target leaves room for a machine that becomes twice as
    slow within one batch, and a shorter one would cost much, since a transaction has its price however few its rows.
    """

    def __init__(self, *, least: int, most: int, target_s: float = 0.2) -> None:
        self._least, self._most, self._target_s = least, most, target_s
        self.size = max(least, most // 4)

    def took(self, seconds: float) -> None:
        """Take note of how long a batch of this size took."""
        fitting = self.size * self._target_s / max(seconds, 1e-6)
        self.size = int(max(self._least, min(self._most, 2 * self.size, fitting)))
