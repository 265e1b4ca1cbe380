"""Biens qui ne rapportent pas : le revenu que l'aide sociale leur suppose (article R. 132-1 du CASF)."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu


class revenu_biens_non_productifs(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Revenu mensuel supposé des biens qui n'en rapportent pas, hors résidence principale"
    reference = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074069"
    documentation = "Les valeurs locatives et les capitaux sont annuels : un douzième par mois."

    def formula(individu, period, parameters):
        biens = parameters(period).communs.biens_non_productifs
        immeubles = individu("valeur_locative_immo_non_loue", period)
        terrains = individu("valeur_locative_terrains_non_loues", period)
        capitaux = individu("epargne_revenus_non_imposables", period)
        return (
            immeubles * biens.part_valeur_locative_immeubles
            + terrains * biens.part_valeur_locative_terrains
            + capitaux * biens.part_capitaux
        ) / 12
