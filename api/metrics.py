"""Counts what is served, in Prometheus' text format: routes, statuses and times, nothing of a person.

Workers share one block of memory made before they are forked: each writes its own rows, whoever is asked adds
them up. A worker that takes the place of another goes on with its rows, so that counters never go back.
"""

import mmap
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator

import numpy as np
from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue

from openfisca_lyon.api.protection import VERSIONS, versions

KEY = "openfisca_lyon.metrics"
MOST_WORKERS = 64
STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
OTHER = "other"
PREFIX = "openfisca_lyon"


class Metrics:
    """Counters by route: one for each class of status, one for each bucket of time, and the sum of times.

    >>> metrics = Metrics(["GET /healthz"])
    >>> metrics.observe("GET /healthz", 200, 0.02)
    >>> [line for line in metrics.text().splitlines() if "_total{" in line]
    ['openfisca_lyon_requests_total{route="GET /healthz",status="2xx"} 1']
    """

    def __init__(self, routes: list[str]) -> None:
        self.ranks = {route: rank for rank, route in enumerate([*routes, OTHER])}
        shape = (MOST_WORKERS, len(self.ranks), len(STATUSES) + len(BUCKETS) + 2)
        block = mmap.mmap(-1, int(np.prod(shape)) * 8)
        self.counts = np.frombuffer(block, dtype=np.float64).reshape(shape)
        self.worker = 0
        self.lock = threading.Lock()

    def observe(self, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        row = self.counts[self.worker, self.ranks.get(route, self.ranks[OTHER])]
        with self.lock:
            row[min(max(status // 100, 1), 5) - 1] += 1
            row[len(STATUSES) + bisect_left(BUCKETS, seconds)] += 1
            row[-1] += seconds

    def text(self) -> str:
        """Return all counters."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        total = self.counts.sum(axis=0)
        said = ",".join(f'{name.split("-")[1].lower()}="{version}"' for name, version in _packages())
        yield f"# TYPE {PREFIX}_info gauge"
        yield f"{PREFIX}_info{{{said}}} 1"
        yield f"# HELP {PREFIX}_requests_total Answers by route and class of status."
        yield f"# TYPE {PREFIX}_requests_total counter"
        for route, rank in self.ranks.items():
            for position, status in enumerate(STATUSES):
                if count := int(total[rank, position]):
                    yield f'{PREFIX}_requests_total{{route="{route}",status="{status}"}} {count}'
        yield f"# HELP {PREFIX}_request_seconds Time to answer."
        yield f"# TYPE {PREFIX}_request_seconds histogram"
        for route, rank in self.ranks.items():
            within = np.cumsum(total[rank, len(STATUSES) : -1]).astype(int)
            if not within[-1]:
                continue
            for edge, count in zip([*BUCKETS, "+Inf"], within, strict=True):
                yield f'{PREFIX}_request_seconds_bucket{{route="{route}",le="{edge}"}} {count}'
            yield f'{PREFIX}_request_seconds_sum{{route="{route}"}} {total[rank, -1]:.6f}'
            yield f'{PREFIX}_request_seconds_count{{route="{route}"}} {within[-1]}'


def _packages() -> list[tuple[str, str]]:
    return [(header, versions()[header]) for header in VERSIONS]


def route_of() -> str:
    """Return the method and the rule of the request under way, never what was typed in the address."""
    return f"{request.method} {request.url_rule.rule}" if request.url_rule else OTHER


def measure(app: Flask, *, shown: bool) -> None:
    """Count every answer of an application, once its routes are known.

    Args:
        app: the application.
        shown: whether ``/metrics`` is served.
    """

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        app.extensions[KEY].observe(route_of(), response.status_code, seconds)
        return response

    if shown:

        @app.get("/metrics")
        def metrics() -> ResponseReturnValue:
            return Response(app.extensions[KEY].text(), mimetype="text/plain")

    app.extensions[KEY] = Metrics(
        sorted(
            {
                f"{method} {rule.rule}"
                for rule in app.url_map.iter_rules()
                for method in rule.methods or ()
                if method in {"GET", "POST", "DELETE"}
            }
        )
    )
