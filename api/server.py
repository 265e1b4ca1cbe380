"""Serves an application: waitress, in workers that share the rules in memory.

The application is made once, then forked: its memory is shared until it is written to. All workers accept on one
socket. One that dies is replaced and takes no other's request with it; one whose computation no longer ends finishes
the rest, then leaves its place. To stop, each finishes what it has begun.
``docs/decisions/server.md`` says why waitress.
"""

import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask

from openfisca_lyon.api.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

BACKLOG = 1024
STOPS = (signal.SIGTERM, signal.SIGINT)
WAITING = 16 * 1024 * 1024  # answers computed and not sent yet, for one connection
LINGERING, LINGERING_BYTES = 5.0, 64 * 1024 * 1024  # what is still read of a request that is refused
SOON = 1.0  # a worker that lives less than this is not replaced at once
log = logging.getLogger("openfisca_lyon.api.server")
Answer = tuple[list[tuple[str, str]], bytes]


def serve(
    application: "WSGIApplication",
    settings: Settings,
    *,
    host: str,
    port: int,
    started: Callable[[int], None] = lambda worker: None,
    stopping: Callable[[], None] = lambda: None,
    stuck: Callable[[], bool] = lambda: False,
    refusal: Callable[[int], Answer] = lambda status: ([], b""),
) -> None:
    """Serve until the process is asked to stop (SIGTERM or SIGINT).

    Args:
        application: what to serve, ready.
        settings: how.
        host: address to listen on.
        port: port to listen on.
        started: called in each worker with its number.
        stopping: called in each worker when it is asked to stop.
        stuck: tells in each worker whether a computation no longer ends; the worker is then replaced.
        refusal: headers and body of the answer to what cannot be read as a request, by its status.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=BACKLOG)
    gc.collect()
    gc.freeze()  # the collector would write to the memory that workers share

    def work(number: int) -> None:
        started(number)
        _work(application, settings, listening, stopping, stuck, refusal)

    _supervise(work, settings.workers, settings.grace_seconds)


def _supervise(work: Callable[[int], None], count: int, grace: float) -> None:
    """Keep that many workers, and stop them when asked to."""
    asked: list[int] = []
    numbers: dict[int, int] = {}
    born: dict[int, float] = {}

    def tell(sign: signal.Signals) -> None:
        for worker in list(numbers):
            with suppress(ProcessLookupError):
                os.kill(worker, sign)

    def stop(sign: int, _: FrameType | None) -> None:
        asked.append(sign)
        tell(signal.SIGTERM)

    def start(number: int) -> None:
        # A signal that comes meanwhile waits until the worker is known here, and until it has its own handlers.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        child = os.fork()
        if child == 0:
            try:
                work(number)
            finally:
                os._exit(0)
        numbers[child], born[child] = number, time.monotonic()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    for sign in STOPS:
        signal.signal(sign, stop)
    for number in range(count):
        start(number)
    deadline = None
    while numbers:
        child, _ = os.waitpid(-1, os.WNOHANG)
        if child in numbers:
            number = numbers.pop(child)
            if not asked:
                log.warning("worker %d died and is replaced", number)
                if time.monotonic() - born.pop(child) < SOON:
                    time.sleep(SOON)
                start(number)
        elif asked:
            deadline = deadline or time.monotonic() + grace + SOON
            if time.monotonic() > deadline:
                tell(signal.SIGKILL)
            time.sleep(0.05)
        else:
            time.sleep(0.1)


def _work(
    application: "WSGIApplication",
    settings: Settings,
    listening: socket.socket,
    stopping: Callable[[], None],
    stuck: Callable[[], bool],
    refusal: Callable[[int], Answer],
) -> None:
    """Serve in this process until it is asked to stop, or is stuck, then finish what was begun."""
    known: dict[int, Any] = {}
    server: Any = create_server(
        application,
        map=known,
        sockets=[listening],
        threads=settings.threads,
        ident=None,
        # The application refuses first, in its own shape; this bounds what is read of a body without end.
        max_request_body_size=2 * settings.max_body,
        # Nothing of a person is written on disk: requests and answers wait in memory.
        inbuf_overflow=2 * settings.max_body,
        outbuf_high_watermark=WAITING,
        outbuf_overflow=2 * WAITING,
        # The application reads these headers, from the proxies that are trusted and from no other.
        clear_untrusted_proxy_headers=not settings.proxies,
    )
    server.channel_class = _channel(refusal)
    asked: list[float] = []

    def stop(*_: Any) -> None:
        asked.append(time.monotonic())

    for sign in STOPS:
        signal.signal(sign, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    while not asked:
        wasyncore.loop(timeout=0.5, map=known, count=1)
        if stuck():
            log.warning("a computation does not end: this worker finishes the rest and is replaced")
            stop()
    stopping()
    server.readable = lambda: False  # accepts no more
    quiet = 0
    # What has just arrived may not have been read yet: quiet is quiet twice.
    while quiet < 2 and time.monotonic() - asked[0] < settings.grace_seconds:
        wasyncore.loop(timeout=0.1, map=known, count=1)
        quiet = 0 if _begun(server) else quiet + 1
    server.task_dispatcher.shutdown(timeout=1)


def _channel(refusal: Callable[[int], Answer]) -> type[HTTPChannel]:
    """Return connections whose requests, where they cannot be read, get an answer of ours.

    Closed while a client still sends, a connection loses the answer: what comes is read a while, and let go.
    """

    class Refused(ErrorTask):
        def execute(self) -> None:
            task: Any = self
            error = task.request.error
            task.channel.refused = True
            headers, body = refusal(error.code)
            self.status = f"{error.code} {error.reason}"
            task.response_headers.extend(headers)
            self.set_close_on_finish()
            self.content_length = len(body)
            self.write(body)

    class Channel(HTTPChannel):
        error_task_class = Refused
        refused = False
        until = 0.0
        left = LINGERING_BYTES

        def handle_close(self) -> None:
            if not self.refused:
                super().handle_close()
                return
            self.refused, self.will_close, self.until = False, False, time.monotonic() + LINGERING
            connection: Any = self.socket
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)

        def readable(self) -> bool:
            return bool(self.until) or super().readable()

        def handle_read(self) -> None:
            if not self.until:
                super().handle_read()
                return
            self.left -= len(self.recv(self.adj.recv_bytes))
            if self.left <= 0:
                self.handle_close()

        def writable(self) -> bool:
            return time.monotonic() > self.until if self.until else super().writable()

        def handle_write(self) -> None:
            if self.until:
                self.handle_close()
            else:
                super().handle_write()

    return Channel


def _begun(server: Any) -> bool:
    """Tell whether a request is being read, computed or answered."""
    return any(
        channel.requests or channel.request is not None or channel.total_outbufs_len
        for channel in list(server.active_channels.values())
    )
