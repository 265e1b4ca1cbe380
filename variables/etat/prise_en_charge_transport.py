"""Prise en charge des abonnements de transport par l'employeur, code du travail, art. L3261-2."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, round_, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut

URSSAF = (
    "https://www.urssaf.fr/portail/home/employeur/calculer-les-cotisations/les-elements-a-prendre-en-compte/"
    "les-frais-professionnels/les-frais-de-transport/trajet-domicilelieu-de-travail/"
    "prise-en-charge-obligatoire-des.html"
)


class prise_en_charge_transport_condition_travail(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est salarié ou stagiaire"
    reference = URSSAF

    def formula_2009_01(individu, period):
        salarie = (individu("salaire_de_base", period) > 0) + (individu("salaire_net", period) > 0)
        apprenti = individu("remuneration_apprenti", period) > 0
        return salarie + apprenti + (individu("indemnites_stage", period) > 0)


class prise_en_charge_transport_condition_abonnement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Paie un abonnement de transport public ou de location de vélo"
    reference = URSSAF

    def formula_2009_01(individu, period):
        return individu("remboursement_transport_base", period) > 0


class prise_en_charge_transport_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A droit à la prise en charge de ses abonnements par son employeur"
    reference = URSSAF

    def formula_2009_01(individu, period):
        return individu("prise_en_charge_transport_condition_travail", period) * individu(
            "prise_en_charge_transport_condition_abonnement", period
        )


class prise_en_charge_transport(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Somme que l'employeur doit au moins rembourser chaque mois"
    reference = URSSAF

    def formula_2009_01(individu, period):
        return individu("prise_en_charge_transport_eligibilite", period) * individu(
            "remboursement_transport", period
        )


class prise_en_charge_transport_reste(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Ce qui reste à payer après le remboursement de l'employeur"
    reference = URSSAF

    def formula_2009_01(individu, period):
        return individu("remboursement_transport_base", period) - individu(
            "prise_en_charge_transport", period
        )


class prise_en_charge_transport_plafond_exonere(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Le plus que l'employeur peut rembourser sans impôt ni cotisation"
    reference = "https://enligne.biz/transports-domicile-travail-la-prise-en-charge-employeur-portee-a-75-reconduite-en-2025"

    def formula_2009_01(individu, period, parameters):
        taux = parameters(period).etat.prise_en_charge_transport.taux_exonere
        prix = individu("remboursement_transport_base", period)
        return individu("prise_en_charge_transport_eligibilite", period) * round_(taux * prix, 2)


class prise_en_charge_transport_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la prise en charge des transports par l'employeur"

    def formula_2009_01(individu, period):
        eligibilite = individu("prise_en_charge_transport_eligibilite", period)
        return where(eligibilite, Statut.eligible, Statut.non_eligible)
