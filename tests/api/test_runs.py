"""Runs: bounded, followed, cancelled, erased; the process that computes can die and its server goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from openfisca_lyon.api.runs import STATE, Limits, Progress, Runs, Stage, TooManyRuns, UnknownRun

# A keeper whose work does what the request says, in place of loading rules.
KEEPER = """
import json, os, sys, time
from pathlib import Path
from openfisca_lyon.api.keeper import Keeper, WrongRequest

kept = []

def work(place, tell, apart):
    asked = json.loads((place / "request.json").read_text())["do"]
    if asked == "prepare for ever":
        (place / "pid").write_text(str(os.getpid()))
        time.sleep(60)
    if not kept:
        kept.append(os.getpid())
    (place / "kept").write_text(str(kept[0]))
    if asked == "die whole":
        os._exit(9)
    apart(lambda: own(asked, place, tell))

def own(asked, place, tell):
    tell(0.5, "moitié")
    kept.append("forgotten")
    (place / "pid").write_text(str(os.getpid()))
    if asked == "wait":
        time.sleep(60)
    if asked == "die":
        os._exit(9)
    if asked == "break":
        raise KeyError("nobody should read this")
    if asked == "refuse":
        raise WrongRequest("Le mois manque.")
    (place / "result.json").write_text(str(kept[1:]))

folder, owner, seconds, kept_seconds, idle, _ = sys.argv[1:]
Keeper(Path(folder), int(owner), float(seconds), float(kept_seconds), work, float(idle)).run()
"""
COMMAND = (sys.executable, "-c", KEEPER)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Runs]]:
    made = []

    def one(runs: int = 4, seconds: float = 30, kept_seconds: float = 60, idle: float = 60) -> Runs:
        limits = Limits(runs, seconds, kept_seconds, idle)
        made.append(Runs(limits, tmp_path / f"runs{len(made)}", keeper=COMMAND))
        return made[-1]

    yield one
    for each in made:
        each.close()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ended(runs: Runs, number: str) -> Progress:
    until(lambda: runs.progress(number).stage.final)
    return runs.progress(number)


def computing(runs: Runs, number: str) -> None:
    until(lambda: (runs.folder / number / "pid").is_file())


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_run_is_done_and_its_files_are_read(make: Callable[..., Runs]) -> None:
    runs = make()
    number = runs.start({"do": "work"})
    assert ended(runs, number) == Progress(Stage.done, 1.0)
    assert runs.file(number, "result.json").read_text() == "['forgotten']"
    assert runs.request(number) == {"do": "work"}
    assert runs.folder.stat().st_mode & 0o077 == 0


def test_one_run_computes_and_the_others_wait_within_a_bound(make: Callable[..., Runs]) -> None:
    runs = make(runs=2)
    first, second = runs.start({"do": "wait"}), runs.start({"do": "work"})
    computing(runs, first)
    assert runs.progress(first) == Progress(Stage.computing, 0.5, "moitié")
    assert runs.progress(second).stage is Stage.waiting
    with pytest.raises(TooManyRuns):
        runs.start({"do": "work"})
    runs.cancel(first)
    assert ended(runs, first).stage is Stage.cancelled
    assert ended(runs, second).stage is Stage.done


def test_a_cancelled_run_stops_at_once_and_a_result_is_erased(make: Callable[..., Runs]) -> None:
    runs = make()
    number = runs.start({"do": "wait"})
    computing(runs, number)
    process = int((runs.folder / number / "pid").read_text())
    runs.cancel(number)
    assert ended(runs, number).stage is Stage.cancelled
    assert gone(process)
    runs.cancel(number)
    with pytest.raises(UnknownRun):
        runs.progress(number)


def kept_by(runs: Runs, number: str) -> str:
    assert ended(runs, number).stage.final
    return runs.file(number, "kept").read_text()


def test_what_was_prepared_is_there_for_the_next_runs_and_nothing_else_of_a_run(
    make: Callable[..., Runs],
) -> None:
    runs = make()
    first, second, third = (runs.start({"do": what}) for what in ("work", "break", "work"))
    assert kept_by(runs, first) == kept_by(runs, second) == kept_by(runs, third)
    assert runs.file(third, "result.json").read_text() == "['forgotten']"  # of its own run only
    assert len({(runs.folder / one / "pid").read_text() for one in (first, second, third)}) == 3


def test_cancelling_keeps_what_is_whole_and_drops_what_is_not(make: Callable[..., Runs]) -> None:
    runs = make()
    first, stopped = runs.start({"do": "work"}), runs.start({"do": "wait"})
    computing(runs, stopped)
    runs.cancel(stopped)
    after = runs.start({"do": "prepare for ever"})
    computing(runs, after)
    process = int((runs.folder / after / "pid").read_text())
    assert kept_by(runs, first) == kept_by(runs, stopped) == str(process)
    runs.cancel(after)
    assert ended(runs, after).stage is Stage.cancelled
    assert gone(process)
    assert kept_by(runs, runs.start({"do": "work"})) != str(process)


def test_what_was_prepared_is_dropped_when_nobody_asks(make: Callable[..., Runs]) -> None:
    runs = make(idle=0)
    first = kept_by(runs, runs.start({"do": "work"}))
    until(lambda: gone(int(first)))
    assert kept_by(runs, runs.start({"do": "work"})) != first


def test_a_run_that_lasts_too_long_is_stopped(make: Callable[..., Runs]) -> None:
    runs = make(seconds=0.3)
    assert ended(runs, runs.start({"do": "wait"})).stage is Stage.late


@pytest.mark.parametrize(
    ("how", "said"), [("die", ""), ("die whole", ""), ("break", ""), ("refuse", "Le mois manque.")]
)
def test_a_run_that_fails_says_so_and_the_next_one_goes_on(
    make: Callable[..., Runs], how: str, said: str
) -> None:
    runs = make()
    failed, after = runs.start({"do": how}), runs.start({"do": "work"})
    assert ended(runs, failed) == Progress(Stage.failed, error=said)
    assert ended(runs, after).stage is Stage.done


def test_results_are_erased_after_a_time_and_the_keeper_ends(make: Callable[..., Runs]) -> None:
    runs = make(kept_seconds=0.2)
    number = runs.start({"do": "work"})
    until(lambda: not (runs.folder / number).exists())
    with pytest.raises(UnknownRun):
        runs.progress(number)
    assert runs._keeper is not None
    assert runs._keeper.wait(30) == 0


def test_a_run_survives_the_death_of_its_keeper(make: Callable[..., Runs]) -> None:
    runs = make()
    lost, waiting = runs.start({"do": "wait"}), runs.start({"do": "work"})
    computing(runs, lost)
    assert runs._keeper is not None
    runs._keeper.send_signal(signal.SIGKILL)
    runs._keeper.wait(30)
    assert ended(runs, lost).stage is Stage.failed
    assert ended(runs, waiting).stage is Stage.done
    until(lambda: gone(int((runs.folder / lost / "pid").read_text())))


def test_another_worker_reads_the_same_runs(make: Callable[..., Runs]) -> None:
    runs = make()
    other = Runs(runs.limits, runs.folder, keeper=COMMAND)
    number = runs.start({"do": "work"})
    assert ended(runs, number).stage is Stage.done
    assert other.progress(number).stage is Stage.done


@pytest.mark.parametrize("number", ["", "..", "a" * 22, "../" * 7 + "a", "é" * 22])
def test_a_number_that_is_not_one_names_no_file(make: Callable[..., Runs], number: str) -> None:
    runs = make()
    runs.folder.mkdir()
    (runs.folder / STATE).write_text(json.dumps({}))
    for read in (runs.progress, runs.request, runs.cancel, lambda one: runs.file(one, STATE)):
        with pytest.raises(UnknownRun):
            read(number)


def test_the_end_of_the_server_ends_its_keeper_and_erases_everything(tmp_path: Path) -> None:
    server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    runs = Runs(Limits(4, 30, 60), tmp_path / "runs", keeper=COMMAND)
    runs.owner = server.pid
    number = runs.start({"do": "wait"})
    computing(runs, number)
    process = int((runs.folder / number / "pid").read_text())
    server.kill()
    server.wait(30)
    assert runs._keeper is not None
    assert runs._keeper.wait(30) == 0
    assert not runs.folder.exists()
    until(lambda: gone(process))
