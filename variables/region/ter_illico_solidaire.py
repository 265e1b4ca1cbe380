"""Carte TER illico Solidaire de la Région Auvergne-Rhône-Alpes."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.questions import poser
from openfisca_lyon.variables.communs.statut import Statut

AIDES_JEUNES = "https://github.com/betagouv/aides-jeunes"

poser(
    "contrat_aide",
    "Êtes-vous en contrat aidé ?",
    aide="Par exemple un parcours emploi compétences.",
    age=(16, 67),
)


class ter_illico_solidaire_demandeur_emploi(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est inscrit à France Travail, sans allocation ou avec une allocation inférieure au Smic"
    reference = AIDES_JEUNES
    documentation = (
        "La source ne dit pas si l'allocation et le Smic sont bruts ou nets : brut contre brut ici."
    )

    def formula_2024_01(individu, period, parameters):
        smic = parameters(period).marche_travail.salaire_minimum.smic.smic_b_mensuel
        return individu("inscrit_france_travail", period) * (individu("chomage_brut", period) < smic)


class ter_illico_solidaire_jeune_suivi(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Jeune suivi par une mission locale, dans un accompagnement renforcé"
    reference = AIDES_JEUNES
    documentation = "Accompagnements connus : contrat d'engagement jeune, école de la deuxième chance, EPIDE."

    def formula_2024_01(individu, period, parameters):
        age_maximum = parameters(period).region.ter_illico_solidaire.age_maximum
        renforce = (
            individu("sous_contrat_engagement_jeune", period)
            + individu("suivi_e2c", period)
            + individu("suivi_epide", period)
        )
        suivi = individu("suivi_mission_locale", period) * renforce
        return suivi * (individu("age", period) <= age_maximum)


class ter_illico_solidaire_minimum_social(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit le RSA ou l'ASPA, ou demande l'asile"
    reference = AIDES_JEUNES

    def formula_2024_01(individu, period):
        recu = (
            individu.famille("rsa_percu", period)
            + individu.famille("aspa_percu", period)
            + individu.famille("asile_demandeur", period)
        )
        return recu * individu.has_role(Famille.PARENT)


class ter_illico_solidaire_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la région Auvergne-Rhône-Alpes"
    reference = AIDES_JEUNES

    def formula_2024_01(individu, period):
        return individu.menage("reside_auvergne_rhone_alpes", period)


class ter_illico_solidaire_condition_situation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est dans une des situations qui ouvrent la carte"
    reference = AIDES_JEUNES

    def formula_2024_01(individu, period):
        return (
            individu("ter_illico_solidaire_demandeur_emploi", period)
            + individu("ter_illico_solidaire_jeune_suivi", period)
            + individu("ter_illico_solidaire_minimum_social", period)
            + individu("contrat_aide", period)
        )


class ter_illico_solidaire_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A droit à la carte TER illico Solidaire"
    reference = AIDES_JEUNES

    def formula_2024_01(individu, period):
        return individu("ter_illico_solidaire_condition_residence", period) * individu(
            "ter_illico_solidaire_condition_situation", period
        )


class ter_illico_solidaire(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    unit = "%"
    label = "Réduction sur les billets TER plein tarif, pour cent"
    reference = AIDES_JEUNES

    def formula_2024_01(individu, period, parameters):
        taux = parameters(period).region.ter_illico_solidaire.taux
        return individu("ter_illico_solidaire_eligibilite", period) * taux * 100


class ter_illico_solidaire_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la carte TER illico Solidaire"

    def formula_2024_01(individu, period):
        eligibilite = individu("ter_illico_solidaire_eligibilite", period)
        return where(eligibilite, Statut.eligible, Statut.non_eligible)
