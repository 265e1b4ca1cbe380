"""Réduction minimale sur les transports publics, article L1113-1 du code des transports."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, round_, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut

ARTICLE = "https://www.doctrine.fr/l/texts/codes/LEGITEXT000023086525/articles/LEGIARTI000023086394"


class tarif_social_transport_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ne dépasse pas le plafond de la complémentaire santé solidaire gratuite"
    reference = ARTICLE

    def formula_2020_01(individu, period):
        # La loi renvoie au plafond, non à l'affiliation : qui n'a rien demandé y a droit aussi.
        ressources = individu.famille("css_cmu_base_ressources", period)
        sous_le_plafond = round_(ressources, 2) <= individu.famille("cmu_c_plafond", period)
        return individu.famille("c2s_gratuite_percu", period) + sous_le_plafond


class tarif_social_transport_condition_titre(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A besoin d'un titre payant"
    reference = ARTICLE

    def formula_2020_01(individu, period):
        return ~individu("tcl_gratuite_enfants_eligibilite", period)


class tarif_social_transport_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A droit à la réduction minimale, où qu'il habite"
    reference = ARTICLE

    def formula_2020_01(individu, period):
        return individu("tarif_social_transport_condition_ressources", period) * individu(
            "tarif_social_transport_condition_titre", period
        )


class tarif_social_transport(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Réduction minimale sur l'abonnement TCL de son âge, par mois"
    reference = ARTICLE

    def formula_2020_01(individu, period, parameters):
        taux = parameters(period).etat.tarif_social_transport.taux
        prix = individu("tcl_abonnement_prix", period)
        return individu("tarif_social_transport_eligibilite", period) * round_(taux * prix, 2)


class tarif_social_transport_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la réduction minimale sur les transports"

    def formula_2020_01(individu, period):
        eligibilite = individu("tarif_social_transport_eligibilite", period)
        return where(eligibilite, Statut.eligible, Statut.non_eligible)
