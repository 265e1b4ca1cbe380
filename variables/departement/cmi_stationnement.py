"""Carte mobilité inclusion, mention stationnement (article L. 241-3 du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, select, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.autonomie import TypesGir

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F34049"


@question(
    "Avez-vous une carte mobilité inclusion (CMI) avec la mention stationnement ?",
    aide="Une carte de stationnement de l'ancien modèle, encore valable, compte aussi.",
)
class cmi_stationnement_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Détient la carte mobilité inclusion, mention stationnement"

    def formula_2017(individu, period):
        sure = ~individu("cmi_stationnement_mobilite_a_evaluer", period)
        return individu("cmi_stationnement_eligibilite", period) * sure


class cmi_stationnement_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon, qui délivre la carte"
    reference = FICHE

    def formula_2017(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class cmi_stationnement_grande_dependance(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Classé en GIR 1 ou 2, ce qui donne la carte sans autre examen"
    reference = FICHE

    def formula_2017(individu, period):
        gir = individu("gir", period)
        return (gir == TypesGir.gir_1) + (gir == TypesGir.gir_2)


class cmi_stationnement_mobilite_a_evaluer(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Classé en GIR 3 ou 4 sans gêne déclarée pour se déplacer : l'équipe médico-sociale l'apprécie"
    reference = FICHE

    def formula_2017(individu, period):
        gir = individu("gir", period)
        dependance_moyenne = (gir == TypesGir.gir_3) + (gir == TypesGir.gir_4)
        genes = individu("mobilite_pedestre_reduite", period) + individu("deplacements_accompagnes", period)
        return dependance_moyenne * ~genes


class cmi_stationnement_condition_mobilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Se déplace difficilement à pied, ou doit être accompagné"
    reference = FICHE

    def formula_2017(individu, period):
        return (
            individu("mobilite_pedestre_reduite", period)
            + individu("deplacements_accompagnes", period)
            + individu("cmi_stationnement_grande_dependance", period)
            + individu("cmi_stationnement_mobilite_a_evaluer", period)
        )


class cmi_stationnement_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de la carte mobilité inclusion, mention stationnement"
    reference = FICHE

    def formula_2017(individu, period):
        return individu("cmi_stationnement_condition_residence", period) * individu(
            "cmi_stationnement_condition_mobilite", period
        )


class cmi_stationnement_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la carte mobilité inclusion, mention stationnement"

    def formula_2017(individu, period):
        # Le GIR 1 ou 2 donne la carte de plein droit ; hors de ce cas, un médecin apprécie.
        return select(
            [
                ~individu("cmi_stationnement_eligibilite", period),
                individu("cmi_stationnement_grande_dependance", period),
                individu("cmi_stationnement_mobilite_a_evaluer", period),
            ],
            [Statut.non_eligible, Statut.eligible, Statut.a_etudier],
            default=Statut.eligible_probable,
        )
