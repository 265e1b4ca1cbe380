"""Keeps sealed simulations for a few minutes, in a database that one or several servers share."""

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    Float,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from openfisca_lyon.api.handovers.sealing import ServerKey, UnreadableError, new_code, typed

log = logging.getLogger("openfisca_lyon.api.handovers")
metadata = MetaData()
kept = Table(
    "handovers",
    metadata,
    Column("place", String(64), primary_key=True),
    Column("key_name", String(16), nullable=False),
    Column("expires", Float, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
)
tries = Table(
    "handover_attempts",
    metadata,
    Column("attempt", String(32), primary_key=True),
    Column("client", String(64), nullable=False),
    Column("at", Float, nullable=False),
    Index("ix_handover_attempts_client_at", "client", "at"),
)
MOST_KEPT = 10_000
MOST_ATTEMPTS, WINDOW = 5, 600.0
"""Wrong codes that one client may try in ten minutes: what keeps a few guessed digits from ever being right."""


class HandoverError(Exception):
    """A simulation cannot be passed on."""


class UnknownCodeError(HandoverError):
    """No simulation waits under this code: it is mistyped, too old, or was used."""


class KeyChangedError(UnknownCodeError):
    """No simulation that can be read waits under this code, but some were sealed with a key now unknown."""


class TooManyAttemptsError(HandoverError):
    """This client tried too many wrong codes; ``wait`` is the seconds before the next."""

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.wait = wait


class TooMuchError(HandoverError):
    """Too many simulations are waiting, or this one is too long."""


class Handovers:
    """Simulations waiting for an agent.

    Nothing here is read without the code: the database holds neither codes nor what would let them be tried
    without the server's key. A row is erased when it is read, and when its time is over.
    """

    def __init__(
        self,
        url: str,
        secrets: Sequence[bytes],
        *,
        seconds: float = 600,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open a store whose tables exist (``migrate``).

        Args:
            url: SQLAlchemy address of the database.
            secrets: keys of the server; the first seals, all open, so that a key can be changed gently.
            seconds: how long a simulation waits.
            clock: the time; servers that share a database must agree on it within seconds.
        """
        self.url, self.seconds, self.clock = url, seconds, clock
        self.keys = [ServerKey(secret) for secret in secrets]
        self._engine: tuple[int, Engine] | None = None
        self._lock = threading.Lock()
        self._eraser: threading.Timer | None = None

    @property
    def engine(self) -> Engine:
        """Connections to the database: those of a process are never used by the one it was forked from."""
        if self._engine is None or self._engine[0] != os.getpid():
            self._engine = (os.getpid(), connected(self.url))
        return self._engine[1]

    def close(self) -> None:
        """Let the connections of this process go."""
        if self._engine is not None and self._engine[0] == os.getpid():
            self._engine[1].dispose()
        self._engine = None

    def give(self, content: Any) -> str:
        """Keep a simulation and return its code.

        Raises:
            TooMuchError: too many are waiting, or this one is too long.
        """
        self.purge()
        with self.engine.connect() as connection:
            waiting = connection.scalar(select(func.count()).select_from(kept)) or 0
        if waiting >= MOST_KEPT:
            raise TooMuchError
        while True:
            code = new_code()
            slot = self.keys[0].slot(code)
            try:
                sealed = slot.seal(content)
            except ValueError:
                raise TooMuchError from None
            row = {
                "place": slot.place,
                "key_name": self.keys[0].name,
                "expires": self.clock() + self.seconds,
                "sealed": sealed,
            }
            try:
                with self.engine.begin() as connection:
                    connection.execute(insert(kept), row)
            except IntegrityError:
                continue  # someone holds this code: draw another
            self._erase_later()
            return code

    def take(self, text: str, client: str) -> Any:
        """Return the simulation that waits under a code, and erase it.

        Args:
            text: the code, as it was typed.
            client: who asks, to count the wrong codes of each; only a print of it is kept, for ten minutes.

        Raises:
            TooManyAttemptsError: this client tried too many wrong codes.
            UnknownCodeError: nothing waits under this code.
        """
        self.purge()
        attempt = self._counted(client)
        code = typed(text)
        if code is not None:
            for key in self.keys:
                slot = key.slot(code)
                with self.engine.begin() as connection:
                    # Read and erased in one statement: of two who ask at once, one gets nothing.
                    taken = connection.execute(
                        delete(kept)
                        .where(kept.c.place == slot.place)
                        .returning(kept.c.expires, kept.c.sealed)
                    ).first()
                if taken is None or taken.expires <= self.clock():
                    continue
                try:
                    content = slot.opened(taken.sealed)
                except UnreadableError:
                    continue
                with self.engine.begin() as connection:
                    connection.execute(delete(tries).where(tries.c.attempt == attempt))
                return content
            if self._sealed_otherwise():
                raise KeyChangedError
        raise UnknownCodeError

    def cancel(self, code: str) -> None:
        """Erase what waits under a code that this server gave; nothing happens if it was taken."""
        places = [key.slot(code).place for key in self.keys]
        with self.engine.begin() as connection:
            connection.execute(delete(kept).where(kept.c.place.in_(places)))

    def purge(self) -> None:
        """Erase what is too old."""
        now = self.clock()
        with self.engine.begin() as connection:
            connection.execute(delete(kept).where(kept.c.expires <= now))
            connection.execute(delete(tries).where(tries.c.at <= now - WINDOW))

    def _counted(self, client: str) -> str:
        """Count an attempt before it is made, so that many at once are all counted; return its name."""
        now, name, attempt = self.clock(), self.keys[0].client(client), os.urandom(16).hex()
        with self.engine.begin() as connection:
            connection.execute(insert(tries), {"attempt": attempt, "client": name, "at": now})
        mine = tries.c.client == name
        with self.engine.begin() as connection:
            count, first = connection.execute(select(func.count(), func.min(tries.c.at)).where(mine)).one()
            if count > MOST_ATTEMPTS:
                # Refused, hence not tried: knocking at a closed door does not keep it closed.
                connection.execute(delete(tries).where(tries.c.attempt == attempt))
                raise TooManyAttemptsError(max(1, round(first + WINDOW - now)))
        return attempt

    def _sealed_otherwise(self) -> bool:
        """Tell whether some simulations were sealed with a key that this server does not have."""
        names = [key.name for key in self.keys]
        with self.engine.connect() as connection:
            return bool(
                connection.scalar(select(func.count()).select_from(kept).where(kept.c.key_name.not_in(names)))
            )

    def _erase_later(self) -> None:
        """Erase on time even if no one comes any more; what is left by a process that stops, the next erases."""
        with self._lock:
            if self._eraser is None or not self._eraser.is_alive():
                self._eraser = threading.Timer(self.seconds + 1, self._erase)
                self._eraser.daemon = True
                self._eraser.start()

    def _erase(self) -> None:
        try:
            self.purge()
            with self.engine.connect() as connection:
                waiting = connection.scalar(select(func.count()).select_from(kept))
        except SQLAlchemyError as error:
            log.error("codes not erased: %s", type(error).__name__)
            waiting = 1
        self._eraser = None
        if waiting:
            self._erase_later()


def connected(url: str) -> Engine:
    """Return an engine. SQLite overwrites what it erases."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(address, poolclass=NullPool, connect_args={"timeout": 30}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA secure_delete = ON")

    return engine
