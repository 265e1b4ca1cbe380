"""Revenus du patrimoine comptés pour le RSA et les aides qui lisent la même base (article R. 132-1 du CASF).

OpenFisca-France 176.1.8 (``model/prestations/minima_sociaux/rsa.py``) ajoute chaque mois la moitié de la valeur
locative annuelle d'un logement vide, douze fois trop : le texte parle d'un revenu annuel, et les aides au
logement de la même bibliothèque le comptent bien par an. L'ASPA, l'AAH et la prime d'activité en héritent.
"""

from openfisca_core.model_api import MONTH, Variable, set_input_divide_by_period
from openfisca_france.entities import FoyerFiscal, Individu


class rsa_base_ressources_patrimoine_individu(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "Revenus mensuels du patrimoine, réels ou supposés"
    reference = "https://www.legifrance.gouv.fr/codes/id/LEGISCTA000006178301/"

    def formula_2009_06_01(individu, period, parameters):
        loi = parameters(period)
        regle = loi.prestations_sociales.solidarite_insertion.minima_sociaux.rsa.rsa_cond.patrimoine
        plus_values = individu.foyer_fiscal("assiette_csg_plus_values", period.this_year)
        annuel = (
            individu("livret_a", period) * loi.taxation_capital.epargne.livret_a.taux
            + individu("epargne_revenus_non_imposables", period)
            * regle.taux_interet_forfaitaire_epargne_non_imposable
            + individu("valeur_locative_immo_non_loue", period)
            * regle.abattement_valeur_locative_immo_non_loue
            + individu("valeur_locative_terrains_non_loues", period)
            * regle.abattement_valeur_locative_terrains_non_loues
            + plus_values * individu.has_role(FoyerFiscal.DECLARANT_PRINCIPAL)
        )
        return annuel / 12 + individu("revenus_capital", period) + individu("revenus_locatifs", period)
