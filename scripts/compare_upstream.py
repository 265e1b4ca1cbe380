"""Runs OpenFisca-France's own YAML tests under our rules, and prints those that France alone passes and we fail.

    python scripts/compare_upstream.py PATH/TO/openfisca-france/tests [MORE PATHS] [--processes 2]

Each difference is looked up in ``variables/national`` and ``parameters/national``: one that no mend explains is
a fault of ours. Exit code 1 when there is one.

With ``--engines``, they are run under our rules by both ways of the engine instead: whatever the test expects,
the fast way must give plain OpenFisca's own values, and so the same verdicts.
"""

import argparse
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from openfisca_core.periods import period as to_period
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.tools.test_runner import YamlItem, build_test
from openfisca_france import FranceTaxBenefitSystem

from openfisca_lyon.engine.cases import EngineItem
from openfisca_lyon.system import load
from openfisca_lyon.system.dependencies import Dependencies
from openfisca_lyon.system.loading import NATIONAL, PARAMETERS, rule_modules, variables_of

PASSED = "passed"


@dataclass(frozen=True)
class Difference:
    """A case that OpenFisca-France passes alone and that fails under our rules."""

    file: str
    case: str
    france: str
    ours: str
    mends: tuple[str, ...]


@cache
def systems() -> tuple[TaxBenefitSystem, TaxBenefitSystem]:
    """Return France alone, and our rules."""
    warnings.simplefilter("ignore")
    return FranceTaxBenefitSystem(), load()


@cache
def mended() -> frozenset[str]:
    """Return the variables that we rewrite."""
    return frozenset(
        variable.__name__
        for module in rule_modules()
        if f".{NATIONAL}." in module.__name__
        for variable in variables_of(module)
    )


@cache
def overlaid() -> frozenset[str]:
    """Return the names of the figures that we lay over France's."""
    return frozenset(path.stem for path in (PARAMETERS / NATIONAL).rglob("*.yaml"))


def verdict(system: TaxBenefitSystem, case: dict[str, Any], file: Path) -> str:
    """Run one case as OpenFisca's test runner does; return « passed » or why not."""
    item = YamlItem.__new__(YamlItem)
    item.baseline_tax_benefit_system, item.options, item.simulation = system, {}, None
    item.path = file
    try:
        item.test = build_test(dict(case))
        YamlItem.runtest(item)
    except Exception as error:  # a failure of any kind is a verdict
        return f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
    return PASSED


def cases(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the cases of a file."""
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    yield from content if isinstance(content, list) else [content]


def explanation(case: dict[str, Any]) -> tuple[str, ...]:
    """Return the mends that the outputs of a case read."""
    reads = Dependencies(systems()[1], str(to_period(str(case.get("period", "2020-01"))).start))
    names = set(_names(case.get("output", {}))) & systems()[1].variables.keys()
    read = reads.closure(names)
    figures = {name for name in overlaid() if any(name in one for one in read)}
    return tuple(sorted((read & mended()) | figures))


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from _names(value)


def differences(file: Path) -> tuple[int, list[Difference]]:
    """Run the cases of a file; return how many it has, and those that pass with France alone and fail here."""
    france, ours = systems()
    found, count = [], 0
    for case in cases(file):
        count += 1
        other = verdict(ours, case, file)
        # A case that passes here is the same verdict: OpenFisca-France passes its own tests.
        if other != PASSED and (one := verdict(france, case, file)) == PASSED:
            found.append(Difference(str(file), str(case.get("name", "?")), one, other, explanation(case)))
    return count, found


@dataclass
class Ways:
    """What both ways of the engine said of the cases of a file.

    Attributes:
        file: which.
        found: how many cases had each outcome.
        left: why values were left to plain OpenFisca.
        differences: what differs, in words.
    """

    file: str
    found: Counter[str]
    left: Counter[str]
    differences: list[str]


def both_ways(file: Path) -> Ways:
    """Run a file by both ways of the engine."""
    warnings.simplefilter("ignore")
    result = Ways(str(file), Counter(), Counter(), [])
    for case in cases(file):
        item = EngineItem.of(load(), case, file)
        said = item.verdict()
        result.found["passed" if said == PASSED else "failed, as with plain OpenFisca"] += 1
        result.found["values"] += item.values
        result.left.update(item.left)
        result.differences += [f"{case.get('name', '?')}: {each}" for each in item.differences]
    return result


def compare_engines(files: list[Path], processes: int) -> int:
    """Run files by both ways of the engine, print what differs and what was left to plain OpenFisca."""
    found, left, wrong = Counter[str](), Counter[str](), 0
    with ProcessPoolExecutor(processes) as pool:
        for done, result in enumerate(pool.map(both_ways, files), start=1):
            found += result.found
            left += result.left
            wrong += len(result.differences)
            print(f"{done}/{len(files)} {result.file}: {result.found['values']} values", flush=True)
            for line in result.differences:
                print(f"    {line}", flush=True)
    print(", ".join(f"{count} {what}" for what, count in found.items()))
    for reason, count in left.most_common():
        print(f"  left to plain OpenFisca: {count} values: {reason}")
    print(f"{wrong} differences.")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="take one file in so many")
    parser.add_argument("--from", type=int, default=0, dest="start", help="the first file taken")
    parser.add_argument("--engines", action="store_true", help="compare both ways of the engine")
    arguments = parser.parse_args()
    files = sorted(
        file for path in arguments.paths for file in (path.rglob("*.yaml") if path.is_dir() else [path])
    )[arguments.start :: arguments.every]
    if arguments.engines:
        return compare_engines(files, arguments.processes)
    total, unexplained = 0, 0
    with ProcessPoolExecutor(arguments.processes) as pool:
        for count, found in pool.map(differences, files, chunksize=4):
            total += count
            for one in found:
                unexplained += not one.mends
                print(f"{one.file}\n  {one.case}\n    France : {one.france}\n    ici    : {one.ours}")
                print(
                    f"    {'mends: ' + ', '.join(one.mends) if one.mends else 'NO MEND EXPLAINS THIS'}",
                    flush=True,
                )
    print(f"{total} cases, {unexplained} differences without a mend.")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
