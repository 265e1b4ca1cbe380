"""Complément de mode de garde : l'ancien barème ne vaut plus pour l'emploi direct depuis septembre 2025.

OpenFisca-France 176.1.8 continue d'appliquer les tranches à qui emploie une assistante maternelle ou une garde
à domicile (``empl_dir``, ``model/prestations/prestations_familiales/paje.py``). L'ancien barème demeure pour les
structures et les micro-crèches (``ass_mat``, ``gar_dom``).
"""

from openfisca_core.model_api import Variable
from openfisca_france.model.prestations.prestations_familiales.paje import paje_cmg as paje_cmg_de_france

REFORME = "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000051714530"


class empl_dir(Variable):
    end = "2025-08-31"
    label = "Emploie directement une assistante maternelle ou une garde à domicile (ancien barème)"


class paje_cmg(Variable):
    reference = REFORME

    def formula_2025_09(famille, period, parameters):
        structure = paje_cmg_de_france.formula_2017_04_01(famille, period, parameters)
        # Le nouveau calcul donne un montant net de CRDS ; OpenFisca-France la retire ensuite.
        crds = parameters(period).prelevements_sociaux.contributions_sociales.crds
        return structure + famille("cmg_emploi_direct", period) / (1 - crds)
