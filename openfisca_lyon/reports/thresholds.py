"""Where earning more leaves less: test households at each net wage, under the rules in force and under reforms."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.comparisons.cliffs import Cliffs, cliffs
from openfisca_lyon.reports import charts
from openfisca_lyon.reports.document import Chart, Section, Table
from openfisca_lyon.reports.wording import NOTHING, Words
from openfisca_lyon.situations.typical import Typical, typical

SHOWN = ("jeune_petit_salaire", "parent_seul_rsa")
"""Test households whose wage is varied: a young adult alone, and a lone parent."""
MOST, STEP = 2_500.0, 10.0
MOST_LINES = 4


@dataclass(frozen=True)
class Stairs:
    """A test household at each net wage.

    Attributes:
        household: who.
        now: under the rules in force.
        reforms: under each reform, by its name.
    """

    household: Typical
    now: Cliffs
    reforms: Mapping[str, Cliffs]


def stairs(reforms: Mapping[str, TaxBenefitSystem], month: str) -> tuple[Stairs, ...]:
    """Compute the test households whose wage is varied.

    Args:
        reforms: the rules under each reform.
        month: month of the law.
    """
    found = []
    for one in typical():
        if one.id in SHOWN:
            situation = one.situation(month)
            now = cliffs(situation, most=MOST, step=STEP)
            under = {
                str(system.name): cliffs(situation, most=MOST, step=STEP, reform=system)
                for system in reforms.values()
            }
            found.append(Stairs(one, now, under))
    return tuple(found)


def section(found: Sequence[Stairs], words: Words) -> Section:
    """Return the part of a report that shows where resources fall."""
    return Section(
        "falaises",
        words("parties.falaises"),
        (words("falaises.texte"),),
        tuple(_chart(one, rank, words) for rank, one in enumerate(found, 1)),
    )


def _chart(one: Stairs, rank: int, words: Words) -> Chart:
    """Draw the rules in force, and the reforms that change something for this household."""
    moved = {name: each for name, each in one.reforms.items() if not _same(each, one.now)}
    still = [name for name in one.reforms if name not in moved]
    drawn = dict([(words("falaises.aujourdhui"), one.now), *moved.items()][:MOST_LINES])
    lines = [
        charts.Line(name, each.points["salaire_net"].tolist(), each.points["ressources"].tolist())
        for name, each in drawn.items()
    ]
    marks = [
        (
            float(fall["de"]),
            float(each.points.loc[each.points["salaire_net"] == fall["de"], "ressources"].iloc[0]),
        )
        for each in drawn.values()
        for fall in each.falls.to_dict("records")
    ]
    svg = charts.lines(
        lines,
        (words("falaises.salaire"), words("falaises.ressources")),
        (lambda value: words.number(value), lambda value: words.number(value)),
        marks,
    )
    table = Table(
        words("falaises.table"),
        (*(words(f"falaises.colonnes.{name}") for name in ("seuil", "cause")), *drawn),
        tuple(_rows(drawn, words)),
        frozenset({1}),
    )
    notes = [words("falaises.note")]
    if still:
        notes.insert(0, words("falaises.pareil", names=", ".join(still)))
    finding = f"{one.household.name(words.language)}. {_finding(drawn, words)}"
    return Chart(f"falaises-{rank}", finding, words("falaises.image"), svg, table, " ".join(notes))


def _same(one: Cliffs, other: Cliffs) -> bool:
    return one.points["ressources"].tolist() == other.points["ressources"].tolist()


def _rows(drawn: Mapping[str, Cliffs], words: Words) -> Iterator[tuple[str, ...]]:
    """Yield each threshold, with what each rules make lose there and the wage that makes up for it."""
    found: dict[tuple[float, float, str], dict[str, Mapping[Hashable, Any]]] = {}
    for name, each in drawn.items():
        for fall in each.falls.to_dict("records"):
            found.setdefault((fall["de"], fall["a"], str(fall["nom"])), {})[name] = fall
    if not found:
        nothing = words.measure(0, 0, "euros")
        yield (words("falaises.aucune"), NOTHING, *(nothing for _ in drawn))
    for (low, high, right), falls in sorted(found.items()):
        ends = (words.measure(one, 0, "euros") for one in (low, high))
        yield (
            words("falaises.de_a", **dict(zip(("de", "a"), ends, strict=True))),
            right,
            *(_lost(falls[name], words) if name in falls else NOTHING for name in drawn),
        )


def _lost(fall: Mapping[Hashable, Any], words: Words) -> str:
    loss = words.measure(round(fall["perte"]), 0, "euros")
    if fall["rattrape_a"] != fall["rattrape_a"]:
        return words("falaises.jamais", perte=loss)
    return words("falaises.rattrape", perte=loss, salaire=words.measure(fall["rattrape_a"], 0, "euros"))


def _finding(drawn: Mapping[str, Cliffs], words: Words) -> str:
    """Say the greatest fall of today, then that of each reform drawn."""
    today, *others = drawn.items()
    said = [_greatest(today[1], words)]
    for name, each in others:
        if each.falls.empty:
            said.append(words("falaises.avec_aucune", name=name))
        else:
            said.append(words("falaises.avec", name=name, **_worst(each, words)))
    return " ".join(said)


def _greatest(one: Cliffs, words: Words) -> str:
    if one.falls.empty:
        return words("falaises.trouve_aucune", most=words.measure(MOST, 0, "euros"))
    return words("falaises.trouve", **_worst(one, words))


def _worst(one: Cliffs, words: Words) -> dict[str, str]:
    first = one.falls.sort_values("perte", ascending=False, kind="stable").iloc[0]
    return {
        "de": words.measure(first["de"], 0, "euros"),
        "a": words.measure(first["a"], 0, "euros"),
        "perte": words.measure(round(first["perte"]), 0, "euros"),
        "nom": str(first["nom"]),
    }
