"""APA en établissement (articles L. 232-8, L. 232-9 et R. 232-19 du CASF).

OpenFisca-France 176.1.8 (``model/prestations/autonomie.py``, ``apa_etablissement``) lit la MTP du mois au
lieu de celle du 1er janvier, et ne laisse que 10 % des ressources à la personne : il doit aussi lui rester un
centième du minimum vieillesse annuel.
"""

from openfisca_core.model_api import (
    MONTH,
    Variable,
    max_,
    min_,
    round_,
    select,
    set_input_divide_by_period,
)
from openfisca_france.entities import Individu

CASF = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000032138500"


class apa_etablissement_participation(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Part du tarif dépendance payée par la personne en établissement"
    reference = CASF

    def formula_2016_03_01(individu, period, parameters):
        loi = parameters(period)
        autonomie = loi.prestations_sociales.prestations_etat_de_sante.perte_autonomie_personnes_agees
        apa = autonomie.apa_institution
        mtp = loi.communs.mtp_1er_janvier
        en_couple = individu.famille("en_couple", period)
        diviseur = 1 + en_couple * (apa.division_ressources_menage_couples - 1)
        ressources = individu("base_ressources_apa", period) / diviseur

        socle = individu("dependance_tarif_etablissement_gir_5_6", period)
        supplement = individu("dependance_tarif_etablissement_gir_dependant", period) - socle
        seuil = apa.seuil_inferieur * mtp
        sommet = apa.seuil_superieur * mtp
        montee = (ressources - seuil) / (sommet - seuil)
        part = select([ressources <= seuil, ressources <= sommet], [0, montee], default=1)
        participation = socle + supplement * part * loi.departement.apa_etablissement.part_maximale_supplement

        minimum_vieillesse = loi.prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
        annuel = minimum_vieillesse.montant_maximum_annuel.personnes_seules
        garde = round_(annuel * loi.communs.reste_en_etablissement.part_minimum_vieillesse)  # à l'euro
        laisse = max_(apa.taux_reste_a_vivre * ressources, garde)
        return min_(participation, max_(0, ressources - laisse))


class apa_etablissement(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "APA en établissement, montant mensuel"
    reference = CASF

    def formula_2016_03_01(individu, period, parameters):
        loi = parameters(period)
        autonomie = loi.prestations_sociales.prestations_etat_de_sante.perte_autonomie_personnes_agees
        smic = loi.marche_travail.salaire_minimum.smic.smic_b_horaire
        tarif = individu("dependance_tarif_etablissement_gir_dependant", period)
        apa = tarif - individu("apa_etablissement_participation", period)
        verse = apa >= autonomie.apa_institution.seuil_versement_en_part_smic_brut_horaire * smic
        connu = (tarif > 0) * (individu("dependance_tarif_etablissement_gir_5_6", period) > 0)
        return apa * verse * connu * individu("apa_eligibilite", period)
