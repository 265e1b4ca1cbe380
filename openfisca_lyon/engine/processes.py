"""Runs tasks in forked processes: answers in order, true progress, cancellation, and a second try.

A process that dies (memory, a signal) is replaced, and its task given once more. What a task raises is
raised by whoever reads the answers. Where processes cannot be forked, tasks are run one after the other.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from openfisca_lyon.engine import calculation
from openfisca_lyon.engine.calculation import Progress
from openfisca_lyon.engine.fallback import reasons

T = TypeVar("T")

ATTEMPTS = 2  # times a block is given to a process before giving up
AHEAD = 4  # blocks, for each process, that may be done before the one that is waited for
TICK = 0.5  # seconds between two looks at whether the run is still wanted
# Linux and macOS; elsewhere everything is done in one process.
FORKS = "fork" in multiprocessing.get_all_start_methods()


class WorkerDied(RuntimeError):  # noqa: N818
    """A process that computed a block stopped, and so did the one that tried again."""


def run(
    work: Callable[[int], tuple[int, T]],
    tasks: int,
    count: int,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[T]:
    """Run tasks in forked processes, and yield what they return, in order.

    Args:
        work: given the number of a task, returns how many households it did, and the answer. It must give
            the same answer when it is run again.
        tasks: how many.
        count: how many households there are.
        workers: how many processes; one for each core if None.
        progress: called at least twice a second, and after each task, with how many households are done and how
            many there are; it stops everything by returning False.

    Raises:
        InterruptedError: ``progress`` stopped it.
        WorkerDied: a process stopped, twice on the same task.
    """
    processes = (
        min(workers or cores(), tasks) if FORKS and not multiprocessing.current_process().daemon else 1
    )
    if processes <= 1:
        return _alone(work, tasks, count, progress)
    return _pool(work, tasks, count, processes, progress)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _tell(progress: Progress | None, done: int, count: int) -> None:
    if progress is not None and progress(done, count) is False:
        raise InterruptedError(f"stopped after {done} households of {count}")


def _alone(
    work: Callable[[int], tuple[int, T]], tasks: int, count: int, progress: Progress | None
) -> Iterator[T]:
    done = 0
    for number in range(tasks):
        size, answer = work(number)
        done += size
        _tell(progress, done, count)
        yield answer


def _pool(
    work: Callable[[int], tuple[int, T]], tasks: int, count: int, processes: int, progress: Progress | None
) -> Iterator[T]:
    answers: dict[int, T] = {}
    attempts = [0] * tasks
    waiting = list(range(tasks - 1, -1, -1))
    done = wanted = 0
    with closing(_Pool(work, processes)) as pool:
        while wanted < tasks:
            for worker, number, found in pool.read():
                if found is None:
                    found = _Done(*work(number), {})  # to raise here what was raised there
                if isinstance(found, _Done):
                    answers[number] = found.answer
                    done += found.count
                    for reason, households in found.reasons.items():
                        reasons.add(reason, households)
                elif attempts[number] < ATTEMPTS:
                    waiting.append(number)
                    pool.replace(worker)
                else:
                    raise WorkerDied(
                        f"Le calcul du bloc {number + 1} sur {tasks} s'est arrêté {ATTEMPTS} fois ({found})."
                    )
            for worker in pool.idle():
                if waiting and waiting[-1] < wanted + AHEAD * processes:
                    number = waiting.pop()
                    attempts[number] += 1
                    worker.give(number)
            _tell(progress, done, count)
            while wanted in answers:
                yield answers.pop(wanted)
                wanted += 1


@dataclass
class _Done:
    """What a process sends back.

    Attributes:
        count: how many households it did.
        answer: what the work returned.
        reasons: what it left to plain OpenFisca.
    """

    count: int
    answer: Any
    reasons: dict[str, int]


class _Worker:
    """A forked process, which does one task at a time."""

    def __init__(self, work: Callable[[int], tuple[int, Any]], others: list[Connection]) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self.task: int | None = None
        self.process = context.Process(target=_serve, args=(work, theirs, [self.pipe, *others]), daemon=True)
        # No other thread may hold what the child will need: the child has no other thread to let it go.
        with calculation.still():
            self.process.start()
        theirs.close()

    def give(self, task: int) -> None:
        self.task = task
        with suppress(OSError):  # it has died: reading from it will tell
            self.pipe.send(task)

    def end(self) -> str:
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return f"code {self.process.exitcode}"


class _Pool:
    """Some forked processes."""

    def __init__(self, work: Callable[[int], tuple[int, Any]], processes: int) -> None:
        self._work = work
        self._workers: list[_Worker] = []
        for _ in range(processes):
            self._start()

    def _start(self) -> None:
        self._workers.append(_Worker(self._work, [worker.pipe for worker in self._workers]))

    def replace(self, worker: _Worker) -> None:
        """Start another process in the place of one that died."""
        self._workers.remove(worker)
        self._start()

    def idle(self) -> list[_Worker]:
        """Return those that have nothing to do."""
        return [worker for worker in self._workers if worker.task is None]

    def read(self) -> Iterator[tuple[_Worker, int, Any]]:
        """Wait a little, and yield what was sent back; of a process that died, how it ended."""
        busy = [worker for worker in self._workers if worker.task is not None]
        ready = wait([worker.pipe for worker in busy], TICK) if busy else []
        for worker in [each for each in busy if each.pipe in ready]:
            task, worker.task = worker.task, None
            assert task is not None
            try:
                found = worker.pipe.recv()
            except (EOFError, OSError):
                found = worker.end()
            yield worker, task, found

    def close(self) -> None:
        """Stop them all."""
        for worker in self._workers:
            worker.end()


def _serve(work: Callable[[int], tuple[int, Any]], pipe: Connection, others: list[Connection]) -> None:
    """Do tasks until the other side is closed."""
    for other in others:
        other.close()  # or their processes would not see that the parent is gone
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what is inherited stays shared
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        reasons.clear()
        try:
            count, answer = work(task)
            pipe.send(_Done(count, answer, reasons.read()))
        except Exception:
            pipe.send(None)
