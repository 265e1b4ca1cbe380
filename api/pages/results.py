"""A report as a person reads it: what to claim first, then what someone decides, what is missing, what is closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openfisca_lyon.api.pages.texts import money, number, text
from openfisca_lyon.catalogue import Entry, catalogue
from openfisca_lyon.rights.report import OPEN, Money, Question, Report, RightReport
from openfisca_lyon.rights.together import COUNTED, monthly

CERTAIN = ("information_manquante", *OPEN)
A_YEAR = {"mois": 12, "an": 1, "fois": 1, "jour": 1, "heure": 1}
A_LITTLE = 1.0  # a range that starts below a euro is « up to »
MOST_NAMED = 2  # questions beside a range
SERVICES = ("service", "regle", "gratuite")


@dataclass(frozen=True)
class Card:
    """A right, for those of the household whom it concerns alike.

    Attributes:
        right: what is answered for the first of them.
        entry: what is known of the right.
        people: for whom; empty where it is plain.
        elements: the elements of a right that has several, those that are open or may be.
        amounts: what it brings, as it is read, each with what the figure is.
        decision: what the administration answered, where the person has said it.
    """

    right: RightReport
    entry: Entry
    people: tuple[str, ...]
    elements: tuple[RightReport, ...]
    amounts: tuple[tuple[str, str], ...]
    decision: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Total:
    """What a month comes to, in euros: what people said they have, and what they could claim besides."""

    now: float
    least: float
    most: float


@dataclass(frozen=True)
class Results:
    """The page of results: groups of rights, from what to do first to what is closed."""

    report: Report
    claim: tuple[Card, ...]
    study: tuple[Card, ...]
    services: tuple[Card, ...]
    received: tuple[Card, ...]
    missing: tuple[Card, ...]
    closed: tuple[Card, ...]
    ended: tuple[Card, ...]
    total: Total

    @property
    def deadlines(self) -> tuple[Card, ...]:
        """The rights whose money is lost if one waits."""
        return tuple(
            card for card in (*self.claim, *self.study) if card.entry.demarche.avant and _highest(card) > 0
        )

    def cards(self, right: str) -> tuple[Card, ...]:
        """Return the cards of a right, one for each way in which it is answered."""
        groups = (self.claim, self.study, self.services, self.received, self.missing, self.closed, self.ended)
        return tuple(card for group in groups for card in group if card.right.id == right)


def results(
    report: Report,
    incomes: Iterable[Mapping[str, Any]] = (),
    decisions: Mapping[str, Mapping[str, Any]] | None = None,
) -> Results:
    """Arrange a report for people.

    Args:
        report: the answer of the rules.
        incomes: what each person said they receive each month.
        decisions: what the administration answered, by right.
    """
    cards = _cards(report, decisions or {})
    groups: dict[str, list[Card]] = {
        name: [] for name in ("claim", "study", "services", "received", "missing", "closed", "ended")
    }
    for card in cards:
        groups[_group(card)].append(card)
    for name in ("claim", "study"):
        groups[name].sort(key=lambda card: (-CERTAIN.index(card.right.statut), -_highest(card)))
    # One answer out of five does not open a right: it comes after one that a single answer opens.
    groups["missing"].sort(key=lambda card: -_highest(card) / max(len(card.right.manque), 1))
    return Results(
        report=report,
        total=_total(report, incomes),
        **{name: tuple(found) for name, found in groups.items()},
    )


def _group(card: Card) -> str:
    right = card.right
    if right.deja_percu:
        return "received"
    if right.statut in OPEN and right.nature in SERVICES and not right.montant:
        return "services"
    if right.statut in COUNTED:
        return "study" if right.nature == "charge" else "claim"
    return {"a_etudier": "study", "information_manquante": "missing", "non_eligible": "closed"}.get(
        right.statut, "ended"
    )


def _cards(report: Report, decisions: Mapping[str, Mapping[str, Any]]) -> list[Card]:
    """Put together the people to whom a right answers alike; those it refuses are left out where others have it."""
    alike: dict[tuple[Any, ...], list[RightReport]] = {}
    elements: dict[tuple[str, str], list[RightReport]] = {}
    for right in report.droits:
        if right.element is not None:
            elements.setdefault((right.id, right.beneficiaire), []).append(right)
            continue
        met = tuple(condition.remplie for condition in right.conditions)
        alike.setdefault((right.id, right.statut, right.deja_percu, right.montant, met), []).append(right)
    hopeful = {
        rights[0].id for rights in alike.values() if rights[0].statut not in ("non_eligible", "hors_periode")
    }
    found = []
    for rights in alike.values():
        first = rights[0]
        if first.statut in ("non_eligible", "hors_periode") and first.id in hopeful:
            continue
        parts = tuple(
            part
            for part in elements.get((first.id, first.beneficiaire), ())
            if part.statut not in ("non_eligible", "hors_periode")
        )
        found.append(
            Card(
                right=first,
                entry=catalogue()[first.id],
                people=tuple(right.beneficiaire for right in rights) if first.entite == "individu" else (),
                elements=parts,
                amounts=tuple(
                    (amount(one), one.libelle)
                    for one in (first.montant, *first.autres_montants)
                    if one is not None
                ),
                decision=decisions.get(first.id),
            )
        )
    return found


def amount(figure: Money | None) -> str:
    """Write what a right brings, exact or as a range: « de 100 € à 300 € par mois »."""
    if figure is None:
        return ""
    least, most = _written(figure.minimum, figure.unite), _written(figure.maximum, figure.unite)
    if not figure.maximum_sur:
        if figure.minimum < A_LITTLE or not figure.minimum_sur or figure.nature == "plafond":
            return text("simulator.montant.selon")
        said = text("simulator.montant.a_partir", montant=least)
    elif figure.minimum == figure.maximum or figure.nature == "plafond":
        said = most
    elif figure.minimum < A_LITTLE or not figure.minimum_sur:
        said = text("simulator.montant.jusqu_a", montant=most)
    else:
        said = text("simulator.montant.entre", minimum=least, maximum=most)
    if figure.maximum == 0 and figure.nature == "prix":
        said = text("simulator.montant.gratuit")
    else:
        # « en une fois » is said of a sum: not of a price at each visit, nor of a number of months.
        once = figure.par == "fois" and (figure.nature == "prix" or figure.unite != "EUR")
        often = "" if once else text(f"simulator.par.{figure.par}")
        said = text(f"simulator.montant.{figure.nature}", montant=said, par=often).rstrip()
    return said


def narrowing(right: RightReport) -> tuple[Question, ...]:
    """Return the questions that would narrow the range in which a right stands, the most useful ones."""
    figure = right.montant
    if figure is None or (
        figure.maximum_sur and (figure.minimum == figure.maximum or figure.nature == "plafond")
    ):
        return ()
    listed = {one.champ: one for one in right.montant_selon or right.manque}
    return tuple(listed.values())[:MOST_NAMED]


def _written(value: float, unit: str) -> str:
    return money(value) if unit == "EUR" else f"{number(value)} {unit}"


def _highest(card: Card) -> float:
    """Return what a right brings in a year at most, in euros; a price or a charge brings nothing."""
    figure = card.right.montant
    if figure is None or figure.nature == "prix" or figure.unite != "EUR" or card.right.nature == "charge":
        return 0.0
    return figure.maximum * A_YEAR[figure.par]


def _total(report: Report, incomes: Iterable[Mapping[str, Any]]) -> Total:
    left = {(one.droit, one.beneficiaire) for one in report.ensemble.ecartes}
    counted = [
        right
        for right in report.droits
        if right.statut in COUNTED
        and right.element is None
        and not right.deja_percu
        and (right.id, right.beneficiaire) not in left
    ]
    now = 0.0
    for said in incomes:
        for name, given in said.items():
            latest = given[max(given)] if isinstance(given, Mapping) else given
            now += -latest if name.startswith("pensions_alimentaires_versees") else latest
    return Total(
        now=round(now, 2),
        least=round(sum(monthly(right) for right in counted), 2),
        most=round(sum(monthly(right, highest=True) for right in counted), 2),
    )


def differs(card: Card, decision: Mapping[str, Any]) -> bool:
    """Tell whether a decision is not what is answered here; a euro is no difference."""
    right = card.right
    if decision["reponse"] == "refus":
        return right.statut in COUNTED
    if right.statut not in OPEN:
        return True
    given, figure = decision.get("montant"), right.montant
    if given is None or figure is None:
        return False
    too_little = figure.minimum_sur and given < figure.minimum - 1
    too_much = figure.maximum_sur and given > figure.maximum + 1
    return too_little or too_much


def why_different(card: Card, report: Report) -> Sequence[str]:
    """Return the keys of the texts that may explain a decision that differs from the answer here."""
    right = card.right
    found = []
    if right.manque or right.statut == "information_manquante":
        found.append("manque")
    if right.jugement or right.decide_par or right.a_etudier:
        found.append("jugement")
    if right.si_vous_obtenez:
        found.append("autre_droit")
    if card.entry.limites:
        found.append("limites")
    if right.doute.details or right.doute.confiance != "elevee":
        found.append("doute")
    if report.notes:
        found.append("suppose")
    return (*found, "mois")
