"""Lays out the files of a new right."""

import re
from pathlib import Path
from textwrap import dedent

from openfisca_lyon.catalogue import Authority

PARAMETERS = """\
    description: {title}

    plafond:
      description: À écrire
      metadata:
        unit: currency-EUR
        confiance: moyenne
        verifie_jusqu_au: "2026-01-01"
        reference:
          2026-01-01:
            title: À écrire
            href: https://example.org
      values:
        2026-01-01:
          value: 0
    """
VARIABLES = '''\
    """{title}."""

    from openfisca_core.indexed_enums import Enum
    from openfisca_core.model_api import MONTH, Variable
    from openfisca_france.entities import Individu

    from openfisca_lyon.variables.communs.statut import Statut, statut


    class {stem}_condition_residence(Variable):
        value_type = bool
        entity = Individu
        definition_period = MONTH
        label = "Habite la Métropole de Lyon"
        reference = "https://example.org"

        def formula_2026_01(individu, period):
            return individu.menage("reside_metropole_lyon", period)


    class {stem}_eligibilite(Variable):
        value_type = bool
        entity = Individu
        definition_period = MONTH
        label = "Remplit les conditions vérifiables"
        reference = "https://example.org"

        def formula_2026_01(individu, period):
            return individu("{stem}_condition_residence", period)


    class {stem}_statut(Variable):
        value_type = Enum
        possible_values = Statut
        default_value = Statut.hors_periode
        entity = Individu
        definition_period = MONTH
        label = "Statut"

        def formula_2026_01(individu, period):
            return statut(
                eligibilite=individu("{stem}_eligibilite", period),
                a_etudier=individu.filled_array(False),
                sinon=Statut.eligible_probable,
            )
    '''
CATALOGUE = """\
    nom: {title}
    resume: À écrire, en deux phrases simples.
    axe: inclusion
    nature: aide
    financeur: Métropole de Lyon
    variable_statut: {stem}_statut
    decide_par: à écrire, ou à retirer si le droit est automatique
    conditions:
      - variable: {stem}_condition_residence
        texte: Habiter une commune de la Métropole de Lyon.
        valeur: commune
    demarche:
      comment: À écrire.
    periode: {{debut: 2026-01-01}}
    confiance: faible
    verifie_le: 2026-01-01
    references:
      - titre: À écrire
        href: https://example.org
    """
TESTS = """\
    - name: Habiter Lyon remplit la condition de résidence
      period: 2026-01
      input: {{depcom: "69123"}}
      output: {{{stem}_condition_residence: true, {stem}_statut: eligible_probable}}

    - name: Habiter Vienne ne la remplit pas
      period: 2026-01
      input: {{depcom: "38544"}}
      output: {{{stem}_condition_residence: false, {stem}_statut: non_eligible}}

    - name: En décembre 2025, le droit n'existe pas encore
      period: 2025-12
      input: {{depcom: "69123"}}
      output: {{{stem}_statut: hors_periode}}
    """
TREES = {
    "parameters/{address}.yaml": PARAMETERS,
    "variables/{address}.py": VARIABLES,
    "openfisca_lyon/catalogue/{address}.yaml": CATALOGUE,
    "tests/law/{address}.yaml": TESTS,
}


class ScaffoldError(ValueError):
    """The files cannot be laid out; the message says why, in French."""


def lay_out(address: str, root: Path) -> list[Path]:
    """Write the four files of a right, ready to run and to be filled.

    Args:
        address: authority and stem, ``metropole_lyon/ma_prime``.
        root: the root of the repository.

    Raises:
        ScaffoldError: the address is not one, or a file is already there.
    """
    match = re.fullmatch(r"([a-z_]+)/([a-z][a-z0-9_]*)", address)
    if match is None or match[1] not in set(Authority):
        raise ScaffoldError(f"Écrivez autorité/nom, sans accent ; autorités : {', '.join(Authority)}.")
    if not (root / "variables").is_dir():
        raise ScaffoldError("Placez-vous à la racine du dépôt : le dossier « variables » n'y est pas.")
    stem = match[2]
    files = {root / path.format(address=address): text for path, text in TREES.items()}
    present = [str(path) for path in files if path.exists()]
    if present:
        raise ScaffoldError(f"Existe déjà : {', '.join(present)}.")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            dedent(text).format(stem=stem, title=stem.replace("_", " ").capitalize()), encoding="utf-8"
        )
    return list(files)
