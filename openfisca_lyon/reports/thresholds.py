"""Where earning more leaves less: test households at each net wage, under the rules in force and under reforms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    drawn = dict([(words("falaises.aujourdhui"), one.now), *one.reforms.items()][:MOST_LINES])
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
    head = ("loi", "de", "a", "perte", "cause", "rattrape")
    table = Table(
        words("falaises.table"),
        tuple(words(f"falaises.colonnes.{name}") for name in head),
        tuple(row for name, each in drawn.items() for row in _rows(name, each, words)),
        frozenset({4}),
    )
    finding = f"{one.household.name(words.language)}. {_finding(list(drawn.values()), words)}"
    return Chart(f"falaises-{rank}", finding, words("falaises.image"), svg, table, words("falaises.note"))


def _rows(name: str, each: Cliffs, words: Words) -> Iterator[tuple[str, ...]]:
    falls = each.falls.to_dict("records")
    if not falls:
        yield (name, NOTHING, NOTHING, words.measure(0, 0, "euros"), words("falaises.aucune"), NOTHING)
    for fall in falls:
        yield (
            name,
            words.measure(fall["de"], 0, "euros"),
            words.measure(fall["a"], 0, "euros"),
            words.measure(round(fall["perte"]), 0, "euros"),
            str(fall["nom"]),
            words.measure(fall["rattrape_a"], 0, "euros"),
        )


def _finding(drawn: Sequence[Cliffs], words: Words) -> str:
    """Say the greatest fall of the last rules drawn, and whether it is there today."""
    falls = drawn[-1].falls
    if falls.empty:
        return words("falaises.trouve_aucune", most=words.measure(MOST, 0, "euros"))
    first = falls.sort_values("perte", ascending=False, kind="stable").iloc[0]
    today = drawn[0].falls
    same = not today[(today["de"] == first["de"]) & ((today["perte"] - first["perte"]).abs() < 1)].empty
    return words(
        "falaises.trouve_deja" if same else "falaises.trouve",
        de=words.measure(first["de"], 0, "euros"),
        a=words.measure(first["a"], 0, "euros"),
        perte=words.measure(round(first["perte"]), 0, "euros"),
        nom=str(first["nom"]),
    )
