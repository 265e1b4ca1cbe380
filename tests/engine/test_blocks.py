"""A population computed block by block, by several processes, gets what one call gives."""

import os
import signal
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from openfisca_lyon.engine import (
    Cut,
    Households,
    WorkerDied,
    calculate,
    calculate_blocks,
    each_block,
)
from openfisca_lyon.engine.fallback import reasons
from openfisca_lyon.engine.processes import run
from openfisca_lyon.engine.verify import MONTHLY, random_households
from openfisca_lyon.system import load

MONTH = "2026-01"
RIGHTS = ("rsa", "aide_logement", "af", "rfr")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """OpenFisca divides by zero on purpose."""
    reasons.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def drawn(count: int, seed: int = 0) -> Households:
    rng = np.random.default_rng(seed)
    return random_households(rng, count, MONTH, load(), tuple(MONTHLY), months=14)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_blocks_give_bit_for_bit_what_one_call_gives(workers: int) -> None:
    households = drawn(100)
    whole = calculate(households, RIGHTS, MONTH, engine="fast")
    told: list[tuple[int, int]] = []
    found = calculate_blocks(
        Cut(households, 17),
        RIGHTS,
        MONTH,
        engine="fast",
        workers=workers,
        progress=lambda done, count: told.append((done, count)),
    )
    for name in RIGHTS:
        assert found[name].dtype == whole[name].dtype
        assert np.array_equal(found[name], whole[name])
    assert told[-1] == (100, 100)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_blocks_are_made_by_the_processes_and_only_what_is_made_of_them_comes_back() -> None:
    households = drawn(60, seed=1)
    whole = calculate(households, ("af",), MONTH, engine="fast")["af"]

    def total(part: Households, values: dict[str, NDArray[np.float64]]) -> tuple[int, int, float]:
        return os.getpid(), part.count, float(values["af"].sum())

    found = list(each_block(Cut(households, 10), ("af",), MONTH, None, total, engine="fast", workers=2))
    assert [count for _, count, _ in found] == [10] * 6
    assert os.getpid() not in {process for process, _, _ in found}
    assert sum(part for _, _, part in found) == pytest.approx(float(whole.sum()))


def test_what_is_left_to_plain_by_processes_is_counted() -> None:
    households = drawn(20, seed=2)
    columns = {key: values.copy() for key, values in households.columns.items()}
    columns["salaire_de_base", MONTH][0] = np.nan
    odd = households.with_columns(columns)
    found = calculate_blocks(Cut(odd, 7), ("rsa",), MONTH, engine="fast", workers=2)
    assert np.array_equal(found["rsa"], calculate(odd, ("rsa",), MONTH, engine="plain")["rsa"])
    assert reasons.read() == {"salaire_de_base: not finite, or beyond measure": 1}


def test_a_run_that_is_no_longer_wanted_stops() -> None:
    with pytest.raises(InterruptedError):
        calculate_blocks(
            Cut(drawn(60, seed=3), 10),
            ("af",),
            MONTH,
            engine="fast",
            workers=2,
            progress=lambda done, _: done < 20,
        )


def test_errors_are_those_of_one_call() -> None:
    households = drawn(20, seed=4)
    with pytest.raises(Exception, match="no_such_right") as one:
        calculate(households, ("no_such_right",), MONTH, engine="fast")
    with pytest.raises(Exception, match="no_such_right") as other:
        calculate_blocks(Cut(households, 7), ("no_such_right",), MONTH, engine="fast", workers=2)
    assert type(one.value) is type(other.value)


def test_a_block_whose_process_dies_is_done_again(tmp_path: Path) -> None:
    def work(number: int) -> tuple[int, int]:
        mark = tmp_path / str(number)
        if number == 2 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return 1, number * number

    assert list(run(work, 5, 5, workers=2)) == [0, 1, 4, 9, 16]


def test_a_block_that_kills_twice_is_told() -> None:
    def work(number: int) -> tuple[int, int]:
        if number == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return 1, number

    with pytest.raises(WorkerDied, match="bloc 2 sur 3"):
        list(run(work, 3, 3, workers=2))


def test_an_error_in_a_process_is_raised_here() -> None:
    def work(number: int) -> tuple[int, int]:
        if number == 1:
            raise LookupError("no such block")
        return 1, number

    with pytest.raises(LookupError, match="no such block"):
        list(run(work, 3, 3, workers=2))
