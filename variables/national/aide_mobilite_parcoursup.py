"""Aide à la mobilité Parcoursup : nulle avant juin 2019.

OpenFisca-France 176.1.8 (``model/prestations/mobilite_jeunes.py``) lit un montant qui n'existe que depuis le
14 mai 2019 : avant, il arrête tout calcul qui regarde cette aide.
"""

from openfisca_core.model_api import Variable
from openfisca_france.model.prestations import mobilite_jeunes


class aide_mobilite_parcoursup(Variable):
    def formula_2019_06(individu, period, parameters):
        return mobilite_jeunes.aide_mobilite_parcoursup.formula(individu, period, parameters)

    def formula(individu, period):
        return individu.filled_array(0)
