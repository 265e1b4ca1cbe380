"""Âge en années entières au premier jour du mois.

OpenFisca-France 176.1.8 (``model/prelevements_obligatoires/impot_revenu/ir.py``, ``age``) ajoute un jour
puis divise par la durée moyenne d'une année : une personne née un 2 prend un an un jour trop tôt certaines
années.
"""

from openfisca_core.model_api import Variable
from openfisca_france.model.prelevements_obligatoires.impot_revenu import ir

from openfisca_lyon.variables.situation.sejour import mois_entiers


class age(Variable):
    def formula(individu, period, parameters):
        if not individu.get_holder("date_naissance").get_known_periods():
            return ir.age.formula(individu, period, parameters)  # déduit d'un âge donné
        return mois_entiers(individu("date_naissance", period), period) // 12
