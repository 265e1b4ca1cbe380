"""Structured logs: one JSON object a line, made of a list of allowed fields.

A list of what is allowed forgets nothing, where a list of what is forbidden would: addresses, headers, bodies and
what was typed in an address are not on it. Of the messages of libraries, only the class of an error is kept: the
text may hold what a person typed.
"""

import json
import logging
import secrets
import time
from datetime import UTC, datetime

from flask import Flask, Response, g

from openfisca_lyon.api.metrics import route_of

OURS = "openfisca_lyon"
ALLOWED = ("request", "route", "status", "milliseconds", "bytes", "worker")
log = logging.getLogger("openfisca_lyon.api.access")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.split(".")[0] == OURS:
            said["message"] = record.getMessage()
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
        said |= {name: getattr(record, name) for name in ALLOWED if hasattr(record, name)}
        return json.dumps(said, ensure_ascii=False)


def configure() -> None:
    """Send every log of the process to the error output, as lines of JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it tells each step of each page of each PDF


def record(app: Flask) -> None:
    """Log every answer, with a number that the answer carries too: someone may quote it to the operator."""

    @app.after_request
    def answered(response: Response) -> Response:
        number = secrets.token_hex(8)
        response.headers["Request-Id"] = number
        elapsed = time.perf_counter() - g.get("started", time.perf_counter())
        fields = {
            "request": number,
            "route": route_of(),
            "status": response.status_code,
            "milliseconds": round(1000 * elapsed, 1),
            "bytes": response.content_length or 0,
        }
        log.info("answered", extra=fields)
        return response
