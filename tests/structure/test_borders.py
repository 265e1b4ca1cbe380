"""Every border of a right written here is shown by the law tests, from both sides."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from openfisca_lyon.catalogue import Entry, catalogue

LAW = Path(__file__).parents[1] / "law"
OPEN = {"eligible", "eligible_probable"}
CLOSED = "hors_periode"


def flatten(output: Any, month: str) -> Iterator[tuple[str, str, Any]]:
    """Yield (variable, month, value) for each value a case expects, whichever way it is laid out."""
    for key, value in output.items():
        values = value if isinstance(value, list) else [value]
        for expected in values:
            if not isinstance(expected, dict):
                yield str(key), month, expected
            elif all(str(inner)[:4].isdigit() for inner in expected):
                for when, dated in expected.items():
                    yield from flatten({key: dated}, str(when)[:7])
            else:
                yield from flatten(expected, month)


@cache
def shown() -> Mapping[str, set[tuple[str, Any]]]:
    """Return, by variable, the months and values that the law tests expect."""
    found = defaultdict(set)
    for path in sorted(LAW.rglob("*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            for name, month, value in flatten(case["output"], str(case.get("period"))[:7]):
                found[name].add((month, value))
    return found


def statuses(entry: Entry) -> list[str]:
    return [name for name in (entry.variable_statut, *(part.statut for part in entry.elements)) if name]
