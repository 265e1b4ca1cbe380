"""Counts what was left to plain OpenFisca, and why, so that it can be read."""

import threading
from collections import Counter


class Reasons:
    """How many households were left to plain OpenFisca, by reason. No value a person gave is in a reason."""

    def __init__(self) -> None:
        self._counter: Counter[str] = Counter()
        self.lock = threading.RLock()

    def add(self, reason: str, households: int) -> None:
        """Count households."""
        with self.lock:
            self._counter[reason] += households

    def read(self) -> dict[str, int]:
        """Return the reasons met by this process, the most frequent first."""
        with self.lock:
            return dict(self._counter.most_common())

    def clear(self) -> None:
        """Forget."""
        with self.lock:
            self._counter.clear()


reasons = Reasons()
