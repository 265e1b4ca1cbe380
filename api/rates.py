"""Bounds how many computations an address asks for: a bucket of tokens each, in memory, in each worker.

It protects from a loop in someone's script, not from an attack: the proxy in front does that. When in doubt it
lets through: someone in need must not be refused because a counter broke.
"""

import logging
import math
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b

from flask import Flask, request

from openfisca_lyon.api.problems import Problem

MOST_ADDRESSES = 10_000
MINUTE = 60.0
log = logging.getLogger("openfisca_lyon.api.rates")


class Rates:
    """Buckets of tokens, filled at a number a minute; a full bucket is a minute's worth.

    >>> rates = Rates(2, clock=lambda: 0.0)
    >>> [rates.wait("192.0.2.1") for _ in range(3)], rates.wait("192.0.2.2")
    ([0, 0, 30], 0)
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute, self.clock = per_minute, clock
        self.buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self.lock = threading.Lock()
        # Addresses are personal data: what is kept is their print under a key that dies with the process.
        self.key = secrets.token_bytes(16)

    def wait(self, address: str) -> int:
        """Take a token; return the seconds to wait for the next one when there is none."""
        now = self.clock()
        name = blake2b(address.encode(), key=self.key, digest_size=8).digest()
        with self.lock:
            tokens, seen = self.buckets.pop(name, (float(self.per_minute), now))
            tokens = min(tokens + (now - seen) * self.per_minute / MINUTE, self.per_minute)
            taken = tokens >= 1
            self.buckets[name] = (tokens - taken, now)
            while len(self.buckets) > MOST_ADDRESSES:
                self.buckets.popitem(last=False)
        return 0 if taken else math.ceil((1 - tokens) * MINUTE / self.per_minute)


def limit(app: Flask, per_minute: int) -> None:
    """Bound the computations that each address asks an application for; 0 is no bound."""
    if not per_minute:
        return
    rates = Rates(per_minute)

    @app.before_request
    def check() -> None:
        if request.method != "POST" or not request.remote_addr:
            return
        try:
            seconds = rates.wait(request.remote_addr)
        except Exception as error:
            log.error("rate limit out of order: %s", type(error).__name__)
            return
        if seconds:
            raise Problem(
                429, "Trop de demandes depuis cette adresse : attendez un peu.", retry_after=seconds
            )
