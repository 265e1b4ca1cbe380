"""Mon soutien psy : séances chez un psychologue remboursées par l'assurance maladie."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, not_
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

SOURCE = "https://cpts-ecm.fr/2025/05/13/sante-mentale-un-accompagnement-psychologique-accessible-avec-mon-soutien-psy/"


class mon_soutien_psy_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de Mon soutien psy"
    reference = SOURCE

    def formula_2022_04(individu, period, parameters):
        return individu("age", period) >= parameters(period).etat.mon_soutien_psy.age_minimum


class mon_soutien_psy_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Mon soutien psy"
    reference = SOURCE

    def formula_2022_04(individu, period):
        return individu("mon_soutien_psy_condition_age", period)


class mon_soutien_psy_seances(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    label = "Séances remboursées par an"
    reference = SOURCE

    def formula_2022_04(individu, period, parameters):
        seances = parameters(period).etat.mon_soutien_psy.seances_par_an
        return individu("mon_soutien_psy_eligibilite", period) * seances


class mon_soutien_psy(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Reste à payer pour une séance, après les remboursements"
    reference = SOURCE

    def formula_2022_04(individu, period, parameters):
        bareme = parameters(period).etat.mon_soutien_psy
        couvert = (
            individu.famille("c2s_gratuite_percu", period)
            + individu("affection_longue_duree", period)
            + individu("complementaire_sante_responsable", period)
        )
        reste = bareme.prix_seance * (1 - bareme.taux_assurance_maladie)
        return individu("mon_soutien_psy_eligibilite", period) * not_(couvert) * reste


class mon_soutien_psy_reste_annuel(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Reste à payer pour toutes les séances de l'année"
    reference = SOURCE

    def formula_2022_04(individu, period):
        return individu("mon_soutien_psy", period) * individu("mon_soutien_psy_seances", period)


class mon_soutien_psy_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Mon soutien psy"

    def formula_2022_04(individu, period):
        eligibilite = individu("mon_soutien_psy_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible_probable)
