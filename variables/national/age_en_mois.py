"""Âge en mois entiers au premier jour du mois.

OpenFisca-France 176.1.8 (``model/prelevements_obligatoires/impot_revenu/ir.py``, ``age_en_mois``) divise
des jours par la durée moyenne d'un mois : un enfant né un 1er février n'a pas un mois le 1er mars, un
enfant né un 2 janvier l'a le 1er février.
"""

from openfisca_core.model_api import Variable
from openfisca_france.model.prelevements_obligatoires.impot_revenu import ir

from openfisca_lyon.variables.situation.sejour import mois_entiers


class age_en_mois(Variable):
    def formula(individu, period, parameters):
        if not individu.get_holder("date_naissance").get_known_periods():
            return ir.age_en_mois.formula(individu, period, parameters)  # déduit d'un âge donné
        return mois_entiers(individu("date_naissance", period), period)
