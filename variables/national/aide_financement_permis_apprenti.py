"""Aide au permis des apprentis : nulle avant février 2019.

OpenFisca-France 176.1.8 (``model/prestations/transport.py``) lit un montant qui n'existe que depuis le
3 janvier 2019 : avant, il arrête tout calcul qui regarde cette aide.
"""

from openfisca_core.model_api import Variable
from openfisca_france.model.prestations import transport


class aide_financement_permis_apprenti(Variable):
    def formula_2019_02(individu, period, parameters):
        return transport.aide_financement_permis_apprenti.formula(individu, period, parameters)

    def formula(individu, period):
        return individu.filled_array(0)
