"""Plan d'aide de l'APA à domicile, dans la limite du plafond du GIR (article L. 232-3-1 du CASF).

OpenFisca-France 176.1.8 (``model/prestations/autonomie.py``) lit la MTP du mois. Les plafonds ne sont
revalorisés qu'au 1er janvier : la MTP en vigueur ce jour-là vaut toute l'année.
"""

from openfisca_core.model_api import MONTH, Variable, min_, select, set_input_divide_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.autonomie import TypesGir

CNSA = "https://www.cnsa.fr/sites/default/files/2026-01/Tarifs-APA-1er-janvier-2026.pdf"


class dependance_plan_aide_domicile_accepte(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "Coût du plan d'aide dans la limite du plafond du GIR"
    reference = CNSA

    def formula_2016_03_01(individu, period):
        return min_(
            individu("apa_domicile_plafond", period), individu("dependance_plan_aide_domicile", period)
        )


class apa_domicile_plafond(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Plafond mensuel du plan d'aide de l'APA à domicile, selon le GIR"
    reference = CNSA

    def formula_2016_03_01(individu, period, parameters):
        loi = parameters(period)
        mtp = loi.communs.mtp_1er_janvier
        apa = loi.prestations_sociales.prestations_etat_de_sante.perte_autonomie_personnes_agees.apa_domicile
        plafond = apa.plafond_apa_domicile_en_part_mtp
        gir = individu("gir", period)
        part = select(
            [gir == TypesGir.gir_1, gir == TypesGir.gir_2, gir == TypesGir.gir_3, gir == TypesGir.gir_4],
            [plafond.gir_1, plafond.gir_2, plafond.gir_3, plafond.gir_4],
            default=0,
        )
        return part * mtp
