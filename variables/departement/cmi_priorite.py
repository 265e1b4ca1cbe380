"""Carte mobilité inclusion, mention priorité (article L. 241-3 du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F34049"


@question(
    "Avez-vous une carte mobilité inclusion (CMI) avec la mention priorité ?",
    aide="Une carte de priorité de l'ancien modèle, encore valable, compte aussi.",
)
class cmi_priorite_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Détient la carte mobilité inclusion, mention priorité"

    def formula_2017(individu, period):
        return individu("cmi_priorite_eligibilite", period)


class cmi_priorite_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon, qui délivre la carte"
    reference = FICHE

    def formula_2017(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class cmi_priorite_condition_station_debout(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "La station debout est pénible"
    reference = FICHE

    def formula_2017(individu, period):
        return individu("station_debout_penible", period)


class cmi_priorite_condition_taux(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le taux d'incapacité est inférieur à celui de la mention invalidité"
    reference = FICHE

    def formula_2017(individu, period, parameters):
        invalidite = parameters(period).communs.cmi.taux_incapacite
        return individu("taux_incapacite", period) < invalidite  # borne exclue : à 80 %, mention invalidité


class cmi_priorite_condition_invalidite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas la mention invalidité, qui donne déjà la priorité"
    reference = FICHE

    def formula_2017(individu, period):
        return ~individu("cmi_invalidite_percu", period)


class cmi_priorite_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de la carte mobilité inclusion, mention priorité"
    reference = FICHE

    def formula_2017(individu, period):
        return (
            individu("cmi_priorite_condition_residence", period)
            * individu("cmi_priorite_condition_station_debout", period)
            * individu("cmi_priorite_condition_taux", period)
            * individu("cmi_priorite_condition_invalidite", period)
        )


class cmi_priorite_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la carte mobilité inclusion, mention priorité"

    def formula_2017(individu, period):
        # Un médecin apprécie la pénibilité : jamais de plein droit.
        return where(
            individu("cmi_priorite_eligibilite", period), Statut.eligible_probable, Statut.non_eligible
        )
