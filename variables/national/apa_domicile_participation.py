"""Participation du bénéficiaire de l'APA à domicile (article R. 232-11 du CASF).

OpenFisca-France 176.1.8 (``model/prestations/autonomie.py``, ``apa_domicile_participation``) lit la MTP du
mois. Seuils et tranches ne sont revalorisés qu'au 1er janvier (article L. 232-4) : la MTP en vigueur ce
jour-là vaut toute l'année. La MTP d'avril 2024 y manque aussi, ce qui fausse toute l'année 2025.
"""

from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_divide_by_period
from openfisca_france.entities import Individu

CASF = "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006074069/articles/LEGIARTI000006905633"


class apa_domicile_participation(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "Participation mensuelle du bénéficiaire de l'APA à domicile"
    reference = CASF

    def formula_2016_03_01(individu, period, parameters):
        loi = parameters(period)
        mtp = loi.communs.mtp_1er_janvier
        apa = loi.prestations_sociales.prestations_etat_de_sante.perte_autonomie_personnes_agees.apa_domicile
        seuil = apa.seuil_revenu_en_part_mtp.seuil_inferieur * mtp
        sommet = apa.seuil_revenu_en_part_mtp.seuil_superieur * mtp
        ecart = sommet - seuil

        en_couple = individu.famille("en_couple", period)
        diviseur = 1 + en_couple * (apa.division_ressources_menage_couples - 1)
        ressources = individu("base_ressources_apa", period) / diviseur

        # Le plan d'aide se partage en trois tranches, chacune avec sa part laissée à la personne.
        plan = individu("dependance_plan_aide_domicile_accepte", period)
        premier = apa.participation_en_part_mtp.fraction_premier_seuil * mtp
        second = apa.participation_en_part_mtp.fraction_second_seuil * mtp
        tranche_1 = min_(plan, premier)
        tranche_2 = max_(0, min_(plan, second) - premier)
        tranche_3 = max_(0, plan - second)
        allegement = loi.departement.apa_domicile.allegement_participation
        part_2 = ((1 - allegement.tranche_2) * ressources + allegement.tranche_2 * sommet - seuil) / ecart
        part_3 = ((1 - allegement.tranche_3) * ressources + allegement.tranche_3 * sommet - seuil) / ecart

        maximum = apa.taux_de_participation.maximum
        taux = maximum * max_(0, ressources - seuil) / ecart
        participation = taux * (tranche_1 + tranche_2 * part_2 + tranche_3 * part_3)
        return min_(maximum * plan, participation)
