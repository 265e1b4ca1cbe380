"""Computes within the time allowed, a few at once: a crowd waits its turn and no request waits for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from typing import TypeVar

from flask import current_app

from openfisca_lyon.api.problems import Problem
from openfisca_lyon.api.settings import Settings

KEY = "openfisca_lyon.computing"
Result = TypeVar("Result")


class Computing:
    """Threads that compute, and the time a request may take.

    A computation already begun cannot be stopped: its request gets its answer, a 503, and its thread goes to
    the next one when it has finished. What has not begun is dropped.
    """

    def __init__(self, settings: Settings) -> None:
        self.seconds = settings.request_seconds
        # No thread starts before the first computation: a server may fork after the application is made.
        self.pool = ThreadPoolExecutor(settings.computations, thread_name_prefix="computing")

    def __call__(self, work: Callable[[], Result]) -> Result:
        future = self.pool.submit(work)
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
