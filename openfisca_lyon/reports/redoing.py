"""How to do a report again: the command, the lines of Python, and what it was made of."""

from collections.abc import Mapping

from openfisca_lyon.comparisons import Provenance
from openfisca_lyon.reports.document import Section
from openfisca_lyon.reports.wording import Words


def command_of(known: Provenance) -> str:
    """Return the command that compares the same reforms over the extract."""
    claimed = " ".join(f"--take-up {name}" for name in known.take_up)
    years = ",".join(month[:4] for month in known.months)
    when = f"--date {known.months[0]}" + (f" --years {years}" if len(known.months) > 1 else "")
    return f"openfisca-lyon compare {','.join(known.reforms)} {when} {claimed} --out rapport"


def python_of(known: Provenance, names: Mapping[str, str] | None = None, file: str = "") -> str:
    """Return the lines of Python that compare the same reforms.

    Args:
        known: what was computed.
        names: where each reform is, by its id, when it is a file.
        file: of the population; the extract that ships when there is none.
    """
    said = names or {}
    listed = ", ".join(f'"{one}": reform_from("{said.get(one, one)}")' for one in known.reforms)
    return (
        "from openfisca_lyon.comparisons import compare\n"
        f"from openfisca_lyon.populations import {'read_parquet' if file else 'extract'}\n"
        "from openfisca_lyon.system import reform_from\n\n"
        f"population = {population_of(file)}\n"
        f"impact = compare(population, {{{listed}}}, {list(known.months)!r}, assumptions={list(known.take_up)!r})\n"
        "impact.totaux"
    )


def population_of(file: str) -> str:
    """Return the Python that reads a population."""
    return f'read_parquet("{file}")' if file else "extract()"


def again(words: Words, command: str, python: str) -> Section:
    """Say how to do it again."""
    code = ((words("refaire.commande"), command), (words("refaire.python"), python))
    return Section("refaire", words("parties.refaire"), (words("refaire.texte"),), code=code)


def facts(known: Provenance, words: Words) -> tuple[tuple[str, str], ...]:
    """Say what a report is made of."""
    said: dict[str, str] = {
        "population": known.source,
        "menages": f"{words.number(known.records)}, {words.number(known.households)}",
        "graine": "" if known.seed is None else str(known.seed),
        "empreinte": known.fingerprint,
        "mois": ", ".join(words.month(month) for month in known.months),
        "recours": ", ".join(
            words.named("recours_dit", name, label) for name, label in known.take_up.items()
        ),
        "repliques": words.number(known.replicates),
        "versions": ", ".join(f"{name} {number}" for name, number in known.versions.items()),
    }
    return tuple((words(f"refaire.{name}"), text) for name, text in said.items() if text)
