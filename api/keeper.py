"""The process that keeps runs: it starts them one after the other, stops them, and erases what they left.

The rules are loaded here once; each run is a copy of this process, which can be killed at any moment. It ends when
nothing is left to keep, or when the server that it works for is gone.
"""

import fcntl
import logging
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

from openfisca_lyon.api.runs import CANCEL, LOCK, Progress, Stage, UnknownRun, places

TICK = 0.1
Tell = Callable[[float, str], None]
Work = Callable[[Path, Tell], None]
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
        work: computes a run from its folder, leaves its files there, and tells its progress.
    """

    def __init__(self, folder: Path, owner: int, seconds: float, kept_seconds: float, work: Work) -> None:
        self.folder, self.owner, self.work = folder, owner, work
        self.seconds, self.kept_seconds = seconds, kept_seconds
        self.child, self.place, self.begun = 0, folder, 0.0

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
                    shutil.rmtree(self.folder, ignore_errors=True)
                    return
                self._watch()
                self._next(lock)
                self._erase()
                time.sleep(TICK)
        finally:
            self._stop()

    def _watch(self) -> None:
        """See whether the run under way has ended, or must."""
        if not self.child:
            return
        ended, status = os.waitpid(self.child, os.WNOHANG)
        if ended:
            self.child = 0
            if _stage(self.place) is Stage.computing:
                log.error("run died with status %d", os.waitstatus_to_exitcode(status))
                Progress(Stage.failed).write(self.place)
        elif (self.place / CANCEL).exists():
            self._stop()
            Progress(Stage.cancelled).write(self.place)
        elif time.monotonic() - self.begun > self.seconds:
            self._stop()
            Progress(Stage.late).write(self.place)

    def _next(self, lock: IO[str]) -> None:
        """Start the next run, when none is under way."""
        for place in places(self.folder):
            if _stage(place) is not Stage.waiting:
                continue
            if (place / CANCEL).exists():
                Progress(Stage.cancelled).write(place)
            elif not self.child:
                Progress(Stage.computing).write(place)
                self.place, self.begun = place, time.monotonic()
                self.child = os.fork()
                if not self.child:
                    lock.close()
                    _compute(self.work, place)

    def _stop(self) -> None:
        """Kill the run under way, and what it started."""
        if self.child:
            with suppress(ProcessLookupError):
                os.killpg(self.child, signal.SIGKILL)
            with suppress(ProcessLookupError):  # it may not lead its own group yet
                os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
            self.child = 0

    def _erase(self) -> None:
        """Erase the runs that ended long ago."""
        for place in places(self.folder):
            with suppress(FileNotFoundError):
                age = time.time() - (place / "state.json").stat().st_mtime
                if _stage(place) not in {Stage.waiting, Stage.computing} and age > self.kept_seconds:
                    shutil.rmtree(place, ignore_errors=True)


def _compute(work: Work, place: Path) -> None:
    """Compute a run in this process, made for it, and end with it."""
    code, keeper = 1, os.getppid()
    try:
        os.setsid()
        os.nice(10)  # those who answer people come first
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

        def tell(share: float, step: str) -> None:
            if os.getppid() != keeper:
                os._exit(1)
            Progress(Stage.computing, share, step).write(place)

        try:
            work(place, tell)
            Progress(Stage.done, 1.0).write(place)
            code = 0
        except WrongRequest as error:
            Progress(Stage.failed, error=str(error)).write(place)
            code = 0
        except Exception as error:
            # The class is enough to find a fault: the text could hold what someone typed.
            trace = error.__traceback__
            while trace and trace.tb_next:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
            log.error("run failed: %s at %s", type(error).__name__, where)
    finally:
        logging.shutdown()
        os._exit(code)


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


def main(folder: str, owner: str, seconds: str, kept_seconds: str, population: str = "") -> None:
    """Keep the runs of a server: the rules are loaded while the first run waits."""
    from openfisca_lyon.api.logs import configure
    from openfisca_lyon.api.population_work import work
    from openfisca_lyon.engine.calculation import VARIABLE
    from openfisca_lyon.system import load, reforms

    configure()
    # Tracing formulas for one more reform takes longer than plain OpenFisca takes for a few households.
    os.environ.setdefault(VARIABLE, "auto")
    load()
    reforms()
    file = Path(population) if population else None
    computed = partial(work, file=file)
    Keeper(Path(folder), int(owner), float(seconds), float(kept_seconds), computed).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
