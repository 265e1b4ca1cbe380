"""Pass Culture : nul avant février 2019.

OpenFisca-France 176.1.8 (``model/prestations/pass_culture.py``) lit des âges et des montants qui
n'existent que depuis le 1er février 2019 : avant, il arrête tout calcul qui regarde cette aide.
"""

from openfisca_core.model_api import Variable
from openfisca_france.model.prestations import pass_culture as prestation


class pass_culture(Variable):
    def formula_2019_02(individu, period, parameters):
        return prestation.pass_culture.formula(individu, period, parameters)

    def formula(individu, period):
        return individu.filled_array(0)
