"""Dérogation à la zone à faibles émissions des véhicules qui portent une carte mobilité inclusion."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

REGLES_2023 = (
    "https://www.lyoncapitale.fr/actualite/"
    "zfe-a-lyon-jusqu-a-13-000-e-d-aides-pour-une-voiture-electrique-comment-en-beneficier"
)
REPORT_2026 = (
    "https://www.lyoncapitale.fr/actualite/"
    "lyon-le-sort-de-la-zfe-pourrait-ne-pas-etre-scelle-avant-les-elections-municipales"
)


class derogation_zfe_cmi_condition_carte(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Détient une carte mobilité inclusion"
    reference = REGLES_2023

    def formula_2022_09(individu, period):
        return (
            individu("cmi_stationnement_percu", period)
            + individu("cmi_invalidite_percu", period)
            + individu("cmi_priorite_percu", period)
        )


class derogation_zfe_cmi_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut rouler dans la zone avec sa carte mobilité inclusion"
    reference = REGLES_2023

    def formula_2022_09(individu, period):
        return individu("derogation_zfe_cmi_condition_carte", period)


class derogation_zfe_cmi_mention_a_verifier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas la mention stationnement"
    reference = REGLES_2023

    def formula_2022_09(individu, period):
        return ~individu("cmi_stationnement_percu", period)


class derogation_zfe_cmi_zone_a_verifier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "L'existence de la zone à faibles émissions n'est pas vérifiée cette année-là"
    reference = REPORT_2026

    def formula_2026_01(individu, period):
        return individu("derogation_zfe_cmi_eligibilite", period)


class derogation_zfe_cmi_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la dérogation avec une carte mobilité inclusion"

    def formula_2022_09(individu, period):
        return statut(
            eligibilite=individu("derogation_zfe_cmi_eligibilite", period),
            a_etudier=individu("derogation_zfe_cmi_mention_a_verifier", period)
            + individu("derogation_zfe_cmi_zone_a_verifier", period),
            sinon=Statut.eligible,
        )
