"""Forfait logement de la complémentaire santé en octobre 2019 : encore celui de la CMU complémentaire.

OpenFisca-France 176.1.8 (``model/prestations/minima_sociaux/cs/cmu.py``) passe en octobre 2019 à des taux qui
n'existent que depuis le 1er novembre : ce mois-là, il arrête tout calcul qui regarde les ressources. La
complémentaire santé solidaire remplace la CMU complémentaire le 1er novembre 2019.
"""

from openfisca_core.model_api import Variable
from openfisca_france.model.prestations.minima_sociaux.cs import cmu


class css_cmu_forfait_logement_al(Variable):
    def formula_2019_11(famille, period, parameters):
        return cmu.css_cmu_forfait_logement_al.formula_2019_10_01(famille, period, parameters)

    def formula_2019_10(famille, period, parameters):
        return cmu.css_cmu_forfait_logement_al.formula_2009_06_01(famille, period, parameters)
