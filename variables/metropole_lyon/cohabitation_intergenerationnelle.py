"""Cohabitation intergénérationnelle solidaire : articles L. 631-17 à L. 631-19 du code de la construction."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut

LOI = "https://lexbase.fr/texte-de-loi/code-de-la-construction-et-de-lhabitationl63117/L9840LME.html"
RUE89 = (
    "https://www.rue89lyon.fr/2025/07/15/"
    "a-lyon-la-cohabitation-intergenerationnelle-cherche-encore-ses-seniors"
)


@question("Avez-vous chez vous une chambre libre, où loger un jeune ?", age=(60, 130))
class chambre_libre(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A une chambre libre dans son logement"


class cohabitation_intergenerationnelle_jeune(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge d'être accueilli"
    reference = LOI

    def formula_2018_12(individu, period, parameters):
        loi = parameters(period).metropole_lyon.cohabitation_intergenerationnelle
        age = individu("age", period)
        return (age >= loi.age_majorite) * (age < loi.age_limite_jeune)  # « moins de trente ans »


class cohabitation_intergenerationnelle_hote(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge d'accueillir"
    reference = LOI

    def formula_2018_12(individu, period, parameters):
        loi = parameters(period).metropole_lyon.cohabitation_intergenerationnelle
        return individu("age", period) >= loi.age_hote


class cohabitation_intergenerationnelle_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge d'accueillir ou d'être accueilli"
    reference = LOI

    def formula_2018_12(individu, period):
        return individu("cohabitation_intergenerationnelle_jeune", period) + individu(
            "cohabitation_intergenerationnelle_hote", period
        )


class cohabitation_intergenerationnelle_condition_chambre(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Pour accueillir, a une chambre libre"
    reference = LOI

    def formula_2018_12(individu, period):
        hote = individu("cohabitation_intergenerationnelle_hote", period)
        return ~hote + individu("chambre_libre", period)


class cohabitation_intergenerationnelle_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Pour accueillir, habite la Métropole de Lyon"
    reference = RUE89

    def formula_2018_12(individu, period):
        hote = individu("cohabitation_intergenerationnelle_hote", period)
        return ~hote + individu.menage("reside_metropole_lyon", period)


class cohabitation_intergenerationnelle_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut accueillir un jeune, ou être accueilli par une personne âgée"
    reference = LOI

    def formula_2018_12(individu, period):
        return (
            individu("cohabitation_intergenerationnelle_condition_age", period)
            * individu("cohabitation_intergenerationnelle_condition_chambre", period)
            * individu("cohabitation_intergenerationnelle_condition_residence", period)
        )


class cohabitation_intergenerationnelle_loyer_solidaire(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Participation mensuelle au plus, formule solidaire"
    reference = RUE89

    def formula_2018_12(individu, period, parameters):
        loi = parameters(period).metropole_lyon.cohabitation_intergenerationnelle
        return individu("cohabitation_intergenerationnelle_eligibilite", period) * loi.loyer_solidaire


class cohabitation_intergenerationnelle_loyer_convivial(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Participation mensuelle au plus, formule conviviale"
    reference = RUE89

    def formula_2018_12(individu, period, parameters):
        loi = parameters(period).metropole_lyon.cohabitation_intergenerationnelle
        return individu("cohabitation_intergenerationnelle_eligibilite", period) * loi.loyer_convivial


class cohabitation_intergenerationnelle_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la cohabitation intergénérationnelle"

    def formula_2018_12(individu, period):
        # L'association cherche quelqu'un qui convienne : une place n'est jamais promise.
        return where(
            individu("cohabitation_intergenerationnelle_eligibilite", period),
            Statut.eligible_probable,
            Statut.non_eligible,
        )
