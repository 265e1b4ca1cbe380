"""The table of all rights, as a page of documentation: made from the catalogue, never by hand."""

from collections.abc import Iterable

from openfisca_lyon.catalogue.entries import Authority, Axis, Entry, catalogue
from openfisca_lyon.catalogue.inventory import inventory

AUTHORITIES = {
    Authority.METROPOLE_LYON: "Métropole de Lyon",
    Authority.SYTRAL: "SYTRAL Mobilités",
    Authority.DEPARTEMENT: "Droits nationaux accordés par la Métropole",
    Authority.ETAT: "État",
    Authority.CAF: "Caf et caisses",
    Authority.REGION: "Région",
    Authority.COMMUNES: "Communes",
}
AXES = {
    Axis.LOGEMENT: "Logement et grande précarité",
    Axis.PREVENTION: "Prévention, protection, âge, handicap",
    Axis.INCLUSION: "Métropole plus inclusive",
    Axis.JEUNESSE: "Passage à l'âge adulte",
}
HEAD = """\
# Les droits du catalogue

Page faite par `make docs` d'après le catalogue. Pour chaque droit : les conditions calculées, ce que quelqu'un
apprécie, ce que le simulateur ne sait pas, et la confiance dans la règle à sa dernière vérification.
"""


def markdown() -> str:
    """Return the page."""
    entries = catalogue().values()
    parts = [HEAD, f"{len(entries)} droits.\n"]
    for authority, title in AUTHORITIES.items():
        of_authority = [entry for entry in entries if entry.autorite == authority]
        parts.append(f"## {title}\n")
        parts += [_section(entry) for entry in of_authority]
    parts.append(_inventory())
    return "\n".join(parts)


def _section(entry: Entry) -> str:
    conditions = [*entry.conditions, *(one for part in entry.elements for one in part.conditions)]
    period = entry.periode
    state = f", fini le {period.fin}" if period.fin else ""
    start = f", depuis le {period.debut}" if period.debut else ""
    lines = [
        f"### {entry.nom} — `{entry.id}`\n",
        f"{entry.resume}\n",
        f"- Axe : {AXES[entry.axe]}. Payé par : {entry.financeur}{start}{state}.",
        f"- Confiance : {entry.confiance}, vérifié le {entry.verifie_le}.",
        _list("Conditions calculées", (_without_places(one.texte) for one in conditions)),
        _list("Laissé à l'appréciation", (*(one.texte for one in entry.a_etudier), *entry.jugement)),
        _list("Limites connues", entry.limites),
        _list("À confirmer", entry.a_confirmer),
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _without_places(text: str) -> str:
    """Return a condition's text: its figures are dated, and stand in the parameters."""
    return text.replace("{", "").replace("}", "")


def _list(title: str, texts: Iterable[str]) -> str:
    lines = [f"  - {' '.join(text.split())}" for text in texts]
    return "\n".join([f"- {title} :", *lines]) if lines else ""


def _inventory() -> str:
    """Return what public pages name, each with its rights or the reason for none."""
    names = {entry.id: entry.nom for entry in catalogue().values()}
    lines = ["## Ce que nomment les pages publiques\n", "| système | axe | où |", "|---|---|---|"]
    for system in inventory():
        place = " ; ".join(f"{names[one]} (`{one}`)" for one in system.droits) or system.pas_un_droit
        lines.append(f"| {system.systeme} | {AXES[system.axe]} | {' '.join(place.split())} |")
    return "\n".join(lines) + "\n"
