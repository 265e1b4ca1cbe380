"""Long computations, asked by one request and read by others.

What is asked, how far it is and what came out are files, in a directory that only the server can read: any worker
answers for any run, and none computes. One other process, the keeper (``keeper.py``), takes what is asked in order.
The number of a run is a secret: who has it may read and cancel the run, and nobody can list them.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

REQUEST, STATE, CANCEL, LOCK = "request.json", "state.json", "cancel", "keeper.lock"
CASES, DOCUMENT = "cases.json", "document.{language}.json"
NUMBER = re.compile(r"[A-Za-z0-9_-]{22}")


class Stage(StrEnum):
    """Where a run is."""

    waiting = "en_attente"
    computing = "en_cours"
    done = "termine"
    cancelled = "annule"
    failed = "echec"
    late = "trop_long"

    @property
    def final(self) -> bool:
        """Whether nothing more will happen."""
        return self not in {Stage.waiting, Stage.computing}


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes:
        stage: where it is.
        share: part done, from 0 to 1.
        step: what is being done.
        error: what to mend, where the request itself was wrong.
    """

    stage: Stage
    share: float = 0.0
    step: str = ""
    error: str = ""

    def write(self, folder: Path) -> None:
        """Write it among the files of a run, at once: a reader sees the old one or the new one."""
        content = {"stage": self.stage, "share": self.share, "step": self.step, "error": self.error}
        replace(folder / STATE, json.dumps(content))

    @classmethod
    def read(cls, folder: Path) -> "Progress":
        """Read it. A run whose files are just being erased is no longer there.

        Raises:
            UnknownRun: it has been erased.
        """
        try:
            content = json.loads((folder / STATE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise UnknownRun from None
        return cls(Stage(content["stage"]), content["share"], content["step"], content["error"])


@dataclass(frozen=True)
class Limits:
    """What runs may take.

    Attributes:
        runs: how many may wait or compute at the same time, all workers together.
        seconds: longest computation.
        kept_seconds: how long a result is kept.
        idle_seconds: how long the rules in force over a population stay in memory after the last run.
    """

    runs: int
    seconds: float
    kept_seconds: float
    idle_seconds: float = 0.0


class UnknownRun(LookupError):  # noqa: N818 -- it is an answer more than a fault
    """No run has that number: it never had, or it has been erased."""


class TooManyRuns(RuntimeError):  # noqa: N818
    """As many runs as allowed are waiting or computing."""


class Runs:
    """The runs of a server, seen from any of its workers.

    Args:
        limits: what they may take.
        folder: where they are; by default a directory of this server alone, erased when it stops.
        population: file of the population that the server offers; none when empty.
        keeper: the command that keeps them.
    """

    def __init__(
        self,
        limits: Limits,
        folder: Path | None = None,
        population: str = "",
        keeper: Sequence[str] = (sys.executable, "-m", "openfisca_lyon.api.keeper"),
    ) -> None:
        # Chosen before the server forks: its workers share it. Nothing is made before the first run.
        self.folder = folder or Path(tempfile.gettempdir()) / f"openfisca-lyon-{secrets.token_hex(8)}"
        self.limits, self.owner, self.population = limits, os.getpid(), population
        self.command = tuple(keeper)
        self._keeper: subprocess.Popen[bytes] | None = None

    def start(self, request: Mapping[str, Any]) -> str:
        """Ask for a run; return its number.

        Raises:
            TooManyRuns: wait until one ends.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # counting, then adding, is done by one worker at a time
            if sum(not stage.final for stage in self._stages()) >= self.limits.runs:
                raise TooManyRuns
            number = secrets.token_urlsafe(16)
            made = self.folder / f".{number}"
            made.mkdir(mode=0o700)
            (made / REQUEST).write_text(json.dumps(request), encoding="utf-8")
            Progress(Stage.waiting).write(made)
            made.rename(self.folder / number)
        self._keep()
        return number

    def progress(self, number: str) -> Progress:
        """Return how far a run is.

        Raises:
            UnknownRun: no run has that number.
        """
        found = Progress.read(self._place(number))
        if not found.stage.final:
            self._keep()  # whatever happened to the keeper, the run goes on
        return found

    def request(self, number: str) -> dict[str, Any]:
        """Return what was asked.

        Raises:
            UnknownRun: no run has that number.
        """
        found: dict[str, Any] = json.loads(self.file(number, REQUEST).read_text(encoding="utf-8"))
        return found

    def file(self, number: str, name: str) -> Path:
        """Return a file that a run left.

        Raises:
            UnknownRun: no run has that number, or it left no such file.
        """
        path = self._place(number) / name
        if Path(name).name != name or not path.is_file():
            raise UnknownRun
        return path

    def cancel(self, number: str) -> None:
        """Stop a run, or erase its result.

        Raises:
            UnknownRun: no run has that number.
        """
        place = self._place(number)
        if Progress.read(place).stage.final:
            shutil.rmtree(place, ignore_errors=True)
        else:
            (place / CANCEL).touch()
            self._keep()

    def close(self) -> None:
        """Stop the keeper, and erase everything."""
        if self._keeper is not None:
            self._keeper.terminate()
            self._keeper.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _place(self, number: str) -> Path:
        place = self.folder / number
        if not NUMBER.fullmatch(number) or not place.is_dir():
            raise UnknownRun
        return place

    def _stages(self) -> list[Stage]:
        found = []
        for place in places(self.folder):
            with suppress(UnknownRun):
                found.append(Progress.read(place).stage)
        return found

    def _keep(self) -> None:
        """Start the keeper unless some worker did."""
        if self._keeper is not None and self._keeper.poll() is None:
            return
        if keeping(self.folder):
            return
        limits = [str(one) for one in astuple(self.limits)[1:]]
        # A fresh process: a worker has threads, and what a thread held would stay locked in a copy of it.
        command = [*self.command, str(self.folder), str(self.owner), *limits, self.population]
        self._keeper = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)


def places(folder: Path) -> list[Path]:
    """Return the folders of runs, the first asked first."""
    found = []
    for place in folder.iterdir() if folder.is_dir() else ():
        if NUMBER.fullmatch(place.name):
            with suppress(FileNotFoundError):
                found.append(((place / REQUEST).stat().st_mtime_ns, place))
    return [place for _, place in sorted(found)]


def keeping(folder: Path) -> bool:
    """Tell whether a keeper holds the lock of a folder."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def replace(path: Path, text: str) -> None:
    """Write a file at once."""
    other = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}")
    with suppress(FileNotFoundError):  # the run has just been erased
        other.write_text(text, encoding="utf-8")
        other.replace(path)
