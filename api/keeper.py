"""The process that keeps runs: it starts them one after the other, stops them, and erases what they left.

Three processes, from the one that lives longest:

- the keeper, here, only looks and decides: it loads the rules, and never computes;
- the computer, a copy of it, computes what the next runs will need too, and keeps it in memory (see ``work``);
- what belongs to one run is computed in a copy of the computer, which ends with it and can be killed at any moment.

All end when nothing is left to keep, or when the server that they work for is gone.
"""

import fcntl
import gc
import logging
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe, Value
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any, NoReturn

from openfisca_lyon.api.runs import CANCEL, LOCK, Progress, Stage, UnknownRun, places

TICK = 0.1
SEEN = 2.0  # seconds, more than enough to see that a copy was killed
Tell = Callable[[float, str], None]
Apart = Callable[[Callable[[], None]], None]
Work = Callable[[Path, Tell, Apart], None]
log = logging.getLogger("openfisca_lyon.api.keeper")


class WrongRequest(ValueError):  # noqa: N818 -- the caller's fault, said to the caller
    """What was asked cannot be computed; the message says what to mend, in French."""


class Keeper:
    """Keeps the runs of a folder.

    Args:
        folder: where they are.
        owner: process of the server; its end is ours.
        seconds: longest computation.
        kept_seconds: how long a result is kept.
        work: computes a run: given its folder, where it leaves its files; what to tell its progress to; and what
            computes apart, in a copy that ends with it. What it computes otherwise is there for the next runs.
        idle_seconds: how long what the next runs need stays in memory when nobody asks for a run.
    """

    def __init__(
        self,
        folder: Path,
        owner: int,
        seconds: float,
        kept_seconds: float,
        work: Work,
        idle_seconds: float = 0.0,
    ) -> None:
        self.folder, self.owner, self.work = folder, owner, work
        self.seconds, self.kept_seconds, self.idle_seconds = seconds, kept_seconds, idle_seconds
        self.computer: Computer | None = None
        self.place: Path | None = None
        self.begun = self.ended = 0.0

    def run(self) -> None:
        """Keep runs until none is left. Returns at once where another keeper is at work."""
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        while places(self.folder):  # once more after letting the lock go: a run may just have been asked
            with (self.folder / LOCK).open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                self._keep(lock)
            if not _alive(self.owner):
                return

    def _keep(self, lock: IO[str]) -> None:
        for place in places(self.folder):
            if _stage(place) is Stage.computing:  # its keeper died, and it with it
                Progress(Stage.failed).write(place)
        try:
            while places(self.folder):
                if not _alive(self.owner):
                    self._dismiss()  # or it would still be writing
                    shutil.rmtree(self.folder, ignore_errors=True)
                    return
                self._watch()
                self._next(lock)
                self._erase()
                time.sleep(TICK)
        finally:
            self._dismiss()

    def _watch(self) -> None:
        """See whether the run under way has ended, or must."""
        if self.computer is None:
            return
        if self.place is None:
            if time.monotonic() - self.ended > self.idle_seconds:
                self._dismiss()
        elif (last := self.computer.last()) is not None:
            self._end(last)
        elif (self.place / CANCEL).exists():
            self._stop(Progress(Stage.cancelled))
        elif time.monotonic() - self.begun > self.seconds:
            self._stop(Progress(Stage.late))

    def _end(self, last: Progress) -> None:
        if self.place is not None:
            last.write(self.place)
        self.place, self.ended = None, time.monotonic()
        if self.computer is not None and not self.computer.alive:
            self._dismiss()

    def _stop(self, last: Progress) -> None:
        """Stop the run under way, and what it started; what the next runs need is kept, once it is whole."""
        if self.computer is not None:
            self.computer.interrupt()
        self._end(last)

    def _dismiss(self) -> None:
        if self.computer is not None:
            self.computer.kill()
        self.computer = None

    def _next(self, lock: IO[str]) -> None:
        """Start the next run, when none is under way."""
        for place in places(self.folder):
            if _stage(place) is not Stage.waiting:
                continue
            if (place / CANCEL).exists():
                Progress(Stage.cancelled).write(place)
            elif self.place is None:
                Progress(Stage.computing).write(place)
                if self.computer is None:
                    self.computer = Computer(self.work, lock)
                self.place, self.begun = place, time.monotonic()
                self.computer.give(place)

    def _erase(self) -> None:
        """Erase the runs that ended long ago."""
        for place in places(self.folder):
            with suppress(FileNotFoundError):
                age = time.time() - (place / "state.json").stat().st_mtime
                if _stage(place) not in {Stage.waiting, Stage.computing} and age > self.kept_seconds:
                    shutil.rmtree(place, ignore_errors=True)


class Computer:
    """The process that computes runs, one at a time, seen from the keeper.

    Args:
        work: see :class:`Keeper`.
        lock: what the keeper holds, and must hold alone.
    """

    def __init__(self, work: Work, lock: IO[str]) -> None:
        self._pipe, theirs = Pipe()
        self._copied = Value("i", 0, lock=False)
        self.alive = True
        self._process = os.fork()
        if not self._process:
            lock.close()
            self._pipe.close()
            _Inside(work, theirs, self._copied).serve()
        theirs.close()

    def give(self, place: Path) -> None:
        """Have a run computed."""
        with suppress(OSError):  # it has died: reading from it will tell
            self._pipe.send(place)

    def last(self) -> Progress | None:
        """Return how the run under way ended, if it did."""
        try:
            found: Progress | None = self._pipe.recv() if self._pipe.poll() else None
        except (EOFError, OSError):
            log.error("computer died with status %d", self._reaped())
            return Progress(Stage.failed)
        return found

    def interrupt(self) -> None:
        """Stop the run under way: the copy alone, or all if what is to be kept is not whole."""
        if process := self._copied.value:
            _kill(process)
            if self._pipe.poll(SEEN) and self.last():
                return
        self.kill()

    def kill(self) -> None:
        """Kill it and what it started."""
        if process := self._copied.value:
            _kill(process)
        if self.alive:
            _kill(self._process)
            self._reaped()
        self._pipe.close()

    def _reaped(self) -> int:
        self.alive = False
        return os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])


class _Ended(Exception):  # noqa: N818
    """The copy that computed a part of a run did not finish it."""

    def __init__(self, last: Progress) -> None:
        super().__init__()
        self.last = last


class _Inside:
    """The process that computes runs, seen from itself.

    Args:
        work: see :class:`Keeper`.
        pipe: where runs are given, and how they ended is told.
        copied: where the keeper reads the number of the copy at work; zero when there is none.
    """

    def __init__(self, work: Work, pipe: Connection, copied: Any) -> None:
        self.work, self.pipe, self.copied = work, pipe, copied
        self.parent = os.getppid()  # its end is ours

    def serve(self) -> NoReturn:
        """Compute what is given until the keeper is gone."""
        try:
            os.setsid()
            os.nice(10)  # those who answer people come first
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            while True:
                self.pipe.send(self._tried(partial(self._work, self.pipe.recv())))
        except (EOFError, OSError):
            pass
        finally:
            logging.shutdown()
            os._exit(0)

    def _work(self, place: Path) -> None:
        self.work(place, partial(self._tell, place), self._apart)

    def _tell(self, place: Path, share: float, step: str) -> None:
        if os.getppid() != self.parent:
            os._exit(1)
        Progress(Stage.computing, share, step).write(place)

    def _apart(self, task: Callable[[], None]) -> None:
        """Run a task in a copy of this process, and wait for its end."""
        ours, theirs = Pipe()
        here = os.getpid()
        process = os.fork()
        if not process:
            try:
                os.setsid()
                self.copied.value = os.getpid()
                self.parent = here
                self.pipe.close()
                gc.freeze()  # what is inherited stays shared
                theirs.send(self._tried(task))
            finally:
                logging.shutdown()
                os._exit(0)
        self.copied.value = process
        theirs.close()
        last = Progress(Stage.failed)
        try:
            while not ours.poll(TICK):
                if os.getppid() != self.parent:
                    _kill(process)
                    os._exit(1)
            last = ours.recv()
        except (EOFError, OSError):
            pass
        finally:
            self.copied.value = 0
            os.waitpid(process, 0)
            ours.close()
        if last.stage is not Stage.done:
            raise _Ended(last)

    def _tried(self, task: Callable[[], None]) -> Progress:
        """Run a task; return how it ended."""
        try:
            task()
        except _Ended as ended:
            return ended.last
        except WrongRequest as error:
            return Progress(Stage.failed, error=str(error))
        except Exception as error:
            # The class is enough to find a fault: the text could hold what someone typed.
            trace = error.__traceback__
            while trace and trace.tb_next:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
            log.error("run failed: %s at %s", type(error).__name__, where)
            return Progress(Stage.failed)
        return Progress(Stage.done, 1.0)


def _kill(process: int) -> None:
    """Kill a process, and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    with suppress(ProcessLookupError):  # it may not lead its own group yet
        os.kill(process, signal.SIGKILL)


def _stage(place: Path) -> Stage | None:
    try:
        return Progress.read(place).stage
    except UnknownRun:
        return None


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def main(folder: str, owner: str, seconds: str, kept_seconds: str, idle_seconds: str, file: str = "") -> None:
    """Keep the runs of a server: the rules are loaded while the first run waits."""
    from openfisca_lyon.api.logs import configure
    from openfisca_lyon.api.population_work import Desk
    from openfisca_lyon.engine.calculation import VARIABLE
    from openfisca_lyon.system import load, reforms

    configure()
    # Tracing formulas for one more reform takes longer than plain OpenFisca takes for a few households.
    os.environ.setdefault(VARIABLE, "auto")
    load()
    reforms()
    work = Desk(Path(file) if file else None)
    Keeper(Path(folder), int(owner), float(seconds), float(kept_seconds), work, float(idle_seconds)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
