"""Mise à l'abri des femmes enceintes et des mères isolées (article L. 222-5, 4°, du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

CASF = "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006074069/"
NOTE_2024 = (
    "https://www.lyoncapitale.fr/actualite/des-nourrissons-risquent-de-connaitre-la-rue-inquietude-"
    "autour-des-nouveaux-criteres-de-la-metropole-de-lyon-pour-l-accueil-des-meres-isolees"
)


class mise_a_l_abri_enfant_en_bas_age(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un enfant de moins de trois ans vit dans la famille"
    reference = CASF

    def formula_2020_01(famille, period, parameters):
        limite = parameters(period).metropole_lyon.mise_a_l_abri.age_enfant
        petit = famille.members("age", period) < limite  # « moins de trois ans » : borne exclue
        return famille.any(petit, role=Famille.ENFANT)


class mise_a_l_abri_condition_situation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est enceinte, ou mère d'un enfant de moins de trois ans"
    reference = CASF

    def formula_2020_01(individu, period):
        parent = individu.has_role(Famille.PARENT)
        enfant = parent * individu.famille("mise_a_l_abri_enfant_en_bas_age", period)
        return individu("enceinte", period) + individu("femme", period) * enfant


class mise_a_l_abri_condition_isolement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Vit sans conjoint"
    reference = CASF

    def formula_2020_01(individu, period):
        return individu.famille.nb_persons(Famille.PARENT) == 1


class mise_a_l_abri_condition_hebergement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas d'hébergement"
    reference = CASF

    def formula_2020_01(individu, period):
        return individu.menage("sans_abri", period)


class mise_a_l_abri_condition_territoire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Vit dans la Métropole de Lyon"
    reference = NOTE_2024

    def formula_2020_01(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class mise_a_l_abri_condition_asile(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    default_value = True  # avant septembre 2024, la demande d'asile n'était pas regardée
    label = "Ne demande pas l'asile"
    reference = NOTE_2024

    def formula_2024_09(individu, period):
        return ~individu.famille("asile_demandeur", period)


class mise_a_l_abri_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de la mise à l'abri"
    reference = CASF

    def formula_2020_01(individu, period):
        return (
            individu("mise_a_l_abri_condition_situation", period)
            * individu("mise_a_l_abri_condition_isolement", period)
            * individu("mise_a_l_abri_condition_hebergement", period)
            * individu("mise_a_l_abri_condition_territoire", period)
            * individu("mise_a_l_abri_condition_asile", period)
        )


class mise_a_l_abri_grossesse_a_confirmer(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Enceinte, sans enfant de moins de trois ans, depuis les critères de septembre 2024"
    reference = NOTE_2024

    def formula_2024_09(individu, period):
        return individu("enceinte", period) * ~individu.famille("mise_a_l_abri_enfant_en_bas_age", period)


class mise_a_l_abri_entrees_gelees(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2024-08-31"
    label = "Les nouvelles entrées étaient gelées, de la mi-juillet au 30 août 2024"
    reference = NOTE_2024

    def formula_2024_08(individu, period):
        return individu("mise_a_l_abri_eligibilite", period)


class mise_a_l_abri_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la mise à l'abri"

    def formula_2020_01(individu, period):
        return statut(
            eligibilite=individu("mise_a_l_abri_eligibilite", period),
            a_etudier=individu("mise_a_l_abri_grossesse_a_confirmer", period)
            + individu("mise_a_l_abri_entrees_gelees", period),
            sinon=Statut.eligible_probable,  # une évaluation médico-sociale décide
        )
