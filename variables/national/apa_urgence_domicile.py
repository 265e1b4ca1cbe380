"""APA d'urgence à domicile : moitié du plafond du GIR 1, à titre provisoire (article L. 232-12 du CASF).

OpenFisca-France 176.1.8 (``model/prestations/autonomie.py``) lit la MTP du mois au lieu de celle du
1er janvier, et donne l'aide à tout âge.
"""

from openfisca_core.model_api import MONTH, Variable, set_input_divide_by_period
from openfisca_france.entities import Individu


class apa_urgence_domicile(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "APA d'urgence à domicile, forfait mensuel provisoire"
    reference = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074069"

    def formula_2016_03_01(individu, period, parameters):
        loi = parameters(period)
        apa = loi.prestations_sociales.prestations_etat_de_sante.perte_autonomie_personnes_agees.apa_domicile
        plafond = apa.plafond_apa_domicile_en_part_mtp.gir_1 * loi.communs.mtp_1er_janvier
        agee = individu("age", period) >= apa.condition_age
        return agee * apa.part_plafond_apa_domicile * plafond
