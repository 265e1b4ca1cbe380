"""Versement solidaire eau, voté par la régie Eau publique du Grand Lyon le 5 juin 2025."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, YEAR, Variable, where
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

VERSEMENT = "https://www.lyonpoleimmo.com"


@question(
    "Combien votre foyer reçoit-il par an, allocations comprises ?",
    aide="Additionnez les revenus et les aides de toutes les personnes du logement.",
    domaine=(0, 10_000, 20_000, 40_000),
)
class ressources_annuelles_menage(Variable):
    value_type = float
    default_value = 1e7  # inconnues : une part des ressources ne se suppose pas
    entity = Menage
    definition_period = YEAR
    label = "Ressources du ménage dans l'année, allocations comprises"
    documentation = "La définition retenue par la régie n'est pas publiée."


class versement_solidaire_eau_condition_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = VERSEMENT

    def formula_2025(menage, period):
        return menage("reside_metropole_lyon", period)


class versement_solidaire_eau_condition_allocataire(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Une personne du foyer est connue de la Caf ou de la MSA"
    reference = VERSEMENT

    def formula_2025(menage, period):
        return menage.any(menage.members.famille("allocataire_caf_ou_msa", period))


class versement_solidaire_eau_condition_charge(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "L'eau prend une trop grande part des ressources"
    reference = VERSEMENT

    def formula_2025(menage, period, parameters):
        part = parameters(period).metropole_lyon.versement_solidaire_eau.part_ressources
        eau = menage("charges_eau_annuelles", period.this_year)
        return eau > part * menage("ressources_annuelles_menage", period.this_year)  # « plus de » : exclue


class versement_solidaire_eau_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du versement solidaire eau"
    reference = VERSEMENT

    def formula_2025(menage, period):
        return (
            menage("versement_solidaire_eau_condition_residence", period)
            * menage("versement_solidaire_eau_condition_allocataire", period)
            * menage("versement_solidaire_eau_condition_charge", period)
        )


class versement_solidaire_eau_maximum(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Versement solidaire eau, le plus qui puisse être versé"
    reference = VERSEMENT
    documentation = "La formule du montant n'est pas publiée : seules ses deux bornes le sont."

    def formula_2025(menage, period, parameters):
        maximum = parameters(period).metropole_lyon.versement_solidaire_eau.maximum
        return where(menage("versement_solidaire_eau_eligibilite", period), maximum, 0)


class versement_solidaire_eau_minimum(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Versement solidaire eau, le moins qui puisse être versé"
    reference = VERSEMENT

    def formula_2025(menage, period, parameters):
        minimum = parameters(period).metropole_lyon.versement_solidaire_eau.minimum
        return where(menage("versement_solidaire_eau_eligibilite", period), minimum, 0)


class versement_solidaire_eau_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    label = "Statut du versement solidaire eau"

    def formula_2025(menage, period):
        return statut(
            eligibilite=menage("versement_solidaire_eau_eligibilite", period),
            sinon=Statut.eligible_probable,  # la régie calcule d'office, avec des ressources non publiées
        )
