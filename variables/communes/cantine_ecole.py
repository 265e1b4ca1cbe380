"""Cantine des écoles maternelles et primaires : un tarif par commune."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import StatutsEtablissementScolaire, TypesScolarite

from openfisca_lyon.variables.communs.statut import Statut, statut

PRESSE = "https://www.rue89lyon.fr/2018/05/29/tarifs-du-periscolaire-bien-critiques-mais-adoptes"


class cantine_ecole_condition_ecole(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est élève en maternelle ou en primaire"
    reference = PRESSE

    def formula(individu, period):
        scolarite = individu("scolarite", period)
        return (scolarite == TypesScolarite.maternelle) + (scolarite == TypesScolarite.primaire)


class cantine_ecole_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est dans une école publique"
    reference = PRESSE

    def formula(individu, period):
        return individu("statuts_etablissement_scolaire", period) == StatutsEtablissementScolaire.public


class cantine_ecole_condition_metropole(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = PRESSE

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class cantine_ecole_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Cantine de l'école"
    reference = PRESSE

    def formula(individu, period):
        return (
            individu("cantine_ecole_condition_ecole", period)
            * individu("cantine_ecole_condition_public", period)
            * individu("cantine_ecole_condition_metropole", period)
        )


class cantine_ecole_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Cantine de l'école"

    def formula(individu, period):
        eligibilite = individu("cantine_ecole_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
