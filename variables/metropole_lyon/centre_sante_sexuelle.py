"""Centres de santé et d'éducation sexuelles de la Métropole de Lyon, article L2311-4 du code de la santé publique."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut

MET = "https://met.grandlyon.com/au-coeur-du-centre-de-sante-et-deducation-sexuelles-de-bron"


class centre_sante_sexuelle_condition_ouvert(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Une personne de la famille, quels que soient son âge, son adresse et sa couverture"
    reference = MET

    def formula(famille, period):
        return famille.nb_persons() > 0


class centre_sante_sexuelle_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions : Centre de santé sexuelle"
    reference = MET

    def formula(famille, period):
        return famille("centre_sante_sexuelle_condition_ouvert", period)


class centre_sante_sexuelle_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut : Centre de santé sexuelle"

    def formula(famille, period):
        eligibilite = famille("centre_sante_sexuelle_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
