"""The inputs: what is asked of a person, and which rights read the answer."""

from openfisca_lyon.rights.rules import rules_of
from openfisca_lyon.system import load
from openfisca_lyon.system.dependencies import Dependencies
from openfisca_lyon.variables.communs.questions import QUESTIONS

HEAD = """\
# Les questions

Page faite par `make docs` d'après les règles. Chaque donnée d'entrée, sa question, et les droits qui la lisent
en {month}, directement ou par un autre droit.
"""
ENTITIES = {
    "individu": "Sur chaque personne",
    "famille": "Sur la famille au sens de la Caf",
    "foyer_fiscal": "Sur la déclaration d'impôts",
    "menage": "Sur le logement",
}


def readers(month: str) -> dict[str, tuple[str, ...]]:
    """Return, for each input, the ids of the rights that read it at a month."""
    system, inputs = load(), frozenset(QUESTIONS)
    reads = Dependencies(system, f"{month}-01")
    found: dict[str, set[str]] = {name: set() for name in QUESTIONS}
    for rule in rules_of(system, reads, inputs):
        asked = [*rule.tests, *rule.outcomes]
        for name in reads.leaves(asked, inputs) | inputs.intersection(asked):
            found[name].add(rule.entry.id)
        if rule.entry.percu:
            found[rule.entry.percu].add(rule.entry.id)
    return {name: tuple(sorted(ids)) for name, ids in sorted(found.items())}


def markdown(month: str) -> str:
    """Return the page of questions."""
    variables, read_by = load().variables, readers(month)
    parts = [HEAD.format(month=month)]
    for entity, title in ENTITIES.items():
        parts += [f"## {title}\n", "| donnée | question | droits |", "|---|---|---|"]
        for name, ids in read_by.items():
            if variables[name].entity.key == entity:
                parts.append(f"| `{name}` | {QUESTIONS[name].texte} | {', '.join(ids)} |")
        parts.append("")
    return "\n".join(parts)
