"""Computes within the time allowed, a few at once: a crowd waits its turn and no request waits for ever."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from typing import TypeVar

from flask import current_app

from openfisca_lyon.api.problems import Problem
from openfisca_lyon.api.settings import Settings

KEY = "openfisca_lyon.computing"
Result = TypeVar("Result")
STUCK = 10
"""Times the time allowed after which a computation is taken never to end: less would end those that prepare, once,
what the next ones use."""


class Computing:
    """Threads that compute, and the time a request may take.

    No thread can be stopped: past its time, a computation already begun goes on and its request gets a 503. One
    that does not end is ended with its process (:meth:`stuck`). What has not begun is dropped.
    """

    def __init__(self, settings: Settings) -> None:
        self.seconds = settings.request_seconds
        # No thread starts before the first computation: a server may fork after the application is made.
        self.pool = ThreadPoolExecutor(settings.computations, thread_name_prefix="computing")
        self.begun: dict[int, float] = {}

    def stuck(self) -> bool:
        """Tell whether a computation has lasted far beyond the time allowed."""
        now = time.monotonic()
        return any(now - start > STUCK * self.seconds for start in list(self.begun.values()))

    def _timed(self, work: Callable[[], Result]) -> Result:
        thread = threading.get_ident()
        self.begun[thread] = time.monotonic()
        try:
            return work()
        finally:
            del self.begun[thread]

    def __call__(self, work: Callable[[], Result]) -> Result:
        future = self.pool.submit(self._timed, work)
        try:
            return future.result(self.seconds)
        except LateError:
            future.cancel()
            raise Problem(
                503,
                "Le calcul prend trop de temps : essayez plus tard, ou avec moins de situations.",
                retry_after=round(self.seconds) or 1,
            ) from None


def compute(work: Callable[[], Result]) -> Result:
    """Compute for the request under way.

    Raises:
        Problem: the time allowed is over.
    """
    computing: Computing = current_app.extensions[KEY]
    return computing(work)
