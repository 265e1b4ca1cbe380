"""Carte mobilité inclusion, mention invalidité (article L. 241-3 du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.autonomie import TypesGir

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.deficiences import DeficienceVisuelle

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F34049"


@question(
    "Avez-vous une carte mobilité inclusion (CMI) avec la mention invalidité ?",
    aide="Une carte d'invalidité de l'ancien modèle, encore valable, compte aussi.",
)
class cmi_invalidite_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Détient la carte mobilité inclusion, mention invalidité"

    def formula_2017(individu, period):
        return individu("cmi_invalidite", period)


class cmi_invalidite_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon, qui délivre la carte"
    reference = FICHE

    def formula_2017(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class cmi_invalidite_condition_incapacite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le taux d'incapacité, la pension d'invalidité ou la perte d'autonomie peut donner la carte"
    reference = FICHE

    def formula_2017(individu, period, parameters):
        exige = parameters(period).communs.cmi.taux_incapacite
        gir = individu("gir", period)
        return (
            (individu("taux_incapacite", period) >= exige)  # « au moins » : borne incluse
            + individu("invalidite_3e_categorie", period)
            + (gir == TypesGir.gir_1)
            + (gir == TypesGir.gir_2)
            + individu("cmi_invalidite_taux_a_evaluer", period)
        )


class cmi_invalidite_taux_a_evaluer(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le taux d'incapacité n'a pas été évalué, la perte d'autonomie est de GIR 3 ou 4"
    reference = FICHE

    def formula_2017(individu, period):
        gir = individu("gir", period)
        dependance_moyenne = (gir == TypesGir.gir_3) + (gir == TypesGir.gir_4)
        jamais_evalue = individu("taux_incapacite", period) <= 0
        return dependance_moyenne * jamais_evalue * ~individu("invalidite_3e_categorie", period)


class cmi_invalidite_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions de la carte mobilité inclusion, mention invalidité"
    reference = FICHE

    def formula_2017(individu, period):
        return individu("cmi_invalidite_condition_residence", period) * individu(
            "cmi_invalidite_condition_incapacite", period
        )


class cmi_invalidite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A droit à la carte mobilité inclusion, mention invalidité"
    reference = FICHE

    def formula_2017(individu, period):
        sure = ~individu("cmi_invalidite_taux_a_evaluer", period)
        return individu("cmi_invalidite_eligibilite", period) * sure


class cmi_invalidite_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la carte mobilité inclusion, mention invalidité"

    def formula_2017(individu, period):
        return statut(
            eligibilite=individu("cmi_invalidite_eligibilite", period),
            a_etudier=individu("cmi_invalidite_taux_a_evaluer", period),
            sinon=Statut.eligible,  # un taux ou un GIR déjà reconnu oblige : la carte est due
        )


class cmi_invalidite_condition_accompagnement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit une aide qui prouve le besoin d'être accompagné"
    reference = FICHE

    def formula_2017(individu, period, parameters):
        categorie = parameters(period).communs.cmi.categorie_aeeh_accompagnement
        complement = individu("aeeh_niveau_handicap", period) >= categorie
        return (
            individu("apa_percu", period)
            + individu("pch_percu", period)
            + individu("actp_percu", period)
            + individu("mtp_percu", period)
            + individu("aeeh_percue", period) * complement
        )


class cmi_invalidite_pch_a_preciser(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Seule la PCH est reçue, et l'on ne sait pas si elle paie une aide humaine"
    reference = FICHE

    def formula_2017(individu, period, parameters):
        categorie = parameters(period).communs.cmi.categorie_aeeh_accompagnement
        complement = individu("aeeh_niveau_handicap", period) >= categorie
        autre = (
            individu("apa_percu", period)
            + individu("actp_percu", period)
            + individu("mtp_percu", period)
            + individu("aeeh_percue", period) * complement
        )
        return individu("pch_percu", period) * ~autre * (individu("pch_aide_humaine", period) <= 0)


class cmi_invalidite_accompagnement_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la précision « besoin d'accompagnement »"

    def formula_2017(individu, period):
        return statut(
            eligibilite=individu("cmi_invalidite_eligibilite", period)
            * individu("cmi_invalidite_condition_accompagnement", period),
            a_etudier=individu("cmi_invalidite_taux_a_evaluer", period)
            + individu("cmi_invalidite_pch_a_preciser", period),
            sinon=Statut.eligible,
        )


class cmi_invalidite_condition_cecite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est aveugle, ou presque"
    reference = FICHE

    def formula_2017(individu, period):
        return individu("deficience_visuelle", period) == DeficienceVisuelle.cecite


class cmi_invalidite_cecite_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la précision « cécité »"

    def formula_2017(individu, period):
        return statut(
            eligibilite=individu("cmi_invalidite_eligibilite", period)
            * individu("cmi_invalidite_condition_cecite", period),
            a_etudier=individu("cmi_invalidite_taux_a_evaluer", period),
            sinon=Statut.eligible,
        )
