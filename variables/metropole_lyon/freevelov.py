"""Freevélo'v, prêt gratuit d'un vélo remis en état, depuis novembre 2021."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, where
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite
from openfisca_france.model.prestations.education import TypesScolarite

from openfisca_lyon.variables.communs.statut import Statut

LANCEMENT = (
    "https://www.lyoncapitale.fr/actualite/metropole-de-lyon-10-000-velos-verts-pretes-d-ici-2025-a-des-jeunes-"
    "de-18-a-25-ans-c-est-quoi-freevelo-v/"
)
RENTREE_2022 = (
    "https://www.20minutes.fr/societe/3345343-20220902-lyon-freevelov-prete-velos-gratuitement-"
    "etudiants-jeunes-insertion"
)


class freevelov_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge du prêt Freevélo'v"
    reference = LANCEMENT

    def formula_2021_11(individu, period, parameters):
        freevelov = parameters(period).metropole_lyon.freevelov
        age = individu("age", period)
        return (age >= freevelov.age_minimum) * (age <= freevelov.age_maximum)


class freevelov_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = LANCEMENT

    def formula_2021_11(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class freevelov_etudiant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est étudiant"
    reference = RENTREE_2022

    def formula_2021_11(individu, period):
        superieur = individu("scolarite", period) == TypesScolarite.enseignement_superieur
        return superieur + (individu("activite", period) == TypesActivite.etudiant)


class freevelov_insertion(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est dans un parcours d'insertion"
    reference = "https://github.com/betagouv/aides-jeunes"
    documentation = (
        "RSJ, RSA, mission locale (PACEA, CEJ, ancienne Garantie jeunes), IER, EPIDE, école de la deuxième "
        "chance. Les dispositifs de mobilité inclusive, cités aussi, ne sont pas connus."
    )

    def formula_2021_11(individu, period):
        rsa = individu.has_role(Famille.PARENT) * individu.famille("rsa_percu", period)
        return (
            rsa
            + individu("rsj_percu", period)
            + individu("suivi_mission_locale", period)
            + individu("sous_contrat_engagement_jeune", period)
            + individu("sous_garantie_jeunes", period)
            + individu("parcours_ier", period)
            + individu("suivi_epide", period)
            + individu("suivi_e2c", period)
        )


class freevelov_condition_situation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est étudiant, cherche un emploi ou suit un parcours d'insertion"
    reference = RENTREE_2022

    def formula_2022_09(individu, period):
        return (
            individu("freevelov_etudiant", period)
            + individu("freevelov_insertion", period)
            + individu("inscrit_france_travail", period)
            + (individu("activite", period) == TypesActivite.chomeur)
        )

    def formula_2021_11(individu, period):
        boursier = individu("freevelov_etudiant", period) * individu("boursier", period)
        return boursier + individu("freevelov_insertion", period)


class freevelov_condition_duree(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas épuisé la durée du prêt"
    reference = RENTREE_2022

    def formula_2021_11(individu, period):
        return individu("freevelov_mois_restants", period) > 0


class freevelov_mois_restants(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    label = "Mois de prêt que la personne peut encore avoir"
    reference = RENTREE_2022

    def formula_2021_11(individu, period, parameters):
        duree = parameters(period).metropole_lyon.freevelov.duree_maximale
        return max_(0, duree - individu("freevelov_mois_utilises", period))


class freevelov_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions du prêt Freevélo'v"
    reference = RENTREE_2022

    def formula_2021_11(individu, period):
        return (
            individu("freevelov_condition_age", period)
            * individu("freevelov_condition_residence", period)
            * individu("freevelov_condition_situation", period)
            * individu("freevelov_condition_duree", period)
        )


class freevelov_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de Freevélo'v"

    def formula_2021_11(individu, period):
        eligibilite = individu("freevelov_eligibilite", period)
        # Le prêt dépend des vélos disponibles.
        return where(eligibilite, Statut.eligible_probable, Statut.non_eligible)
