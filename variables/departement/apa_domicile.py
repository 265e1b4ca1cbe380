"""Allocation personnalisée d'autonomie à domicile : articles L. 232-1 à L. 232-28 du CASF."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.autonomie import TypesGir

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.autonomie import LieuDeVie

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F10009"
CNSA = "https://www.cnsa.fr/sites/default/files/2026-01/Tarifs-APA-1er-janvier-2026.pdf"


class apa_domicile_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'APA"
    reference = FICHE

    def formula_2002(individu, period, parameters):
        loi = parameters(period).prestations_sociales.prestations_etat_de_sante
        return individu("age", period) >= loi.perte_autonomie_personnes_agees.apa_domicile.condition_age


class apa_domicile_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon, qui verse l'APA"
    reference = FICHE

    def formula_2002(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class apa_domicile_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est en situation régulière"
    reference = FICHE

    def formula_2002(individu, period):
        return individu("sejour_regulier", period)


class apa_domicile_condition_lieu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Vit à domicile, chez un proche, chez un accueillant familial ou en résidence autonomie"
    reference = FICHE

    def formula_2002(individu, period):
        lieu = individu("lieu_de_vie", period)
        return (lieu != LieuDeVie.ehpad) * (lieu != LieuDeVie.etablissement_handicap)


class apa_domicile_condition_gir(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est pas classé en GIR 5 ou 6"
    reference = FICHE

    def formula_2002(individu, period):
        gir = individu("gir", period)
        return (gir != TypesGir.gir_5) * (gir != TypesGir.gir_6)


class apa_domicile_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'APA à domicile"
    reference = FICHE

    def formula_2002(individu, period):
        return (
            individu("apa_domicile_condition_age", period)
            * individu("apa_domicile_condition_residence", period)
            * individu("apa_domicile_condition_sejour", period)
            * individu("apa_domicile_condition_lieu", period)
            * individu("apa_domicile_condition_gir", period)
        )


class apa_gir_a_evaluer(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "La perte d'autonomie (GIR) n'a pas été évaluée"
    reference = FICHE

    def formula_2002(individu, period):
        return individu("gir", period) == TypesGir.non_defini


class apa_domicile_plan_a_etablir(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le plan d'aide n'a pas été établi"
    reference = FICHE

    def formula_2002(individu, period):
        return individu("dependance_plan_aide_domicile", period) <= 0


class apa_choix_a_faire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit une aide qui ne se cumule pas avec l'APA : il faut choisir"
    reference = FICHE

    def formula_2002(individu, period):
        return individu("pch_percu", period) + individu("actp_percu", period) + individu("mtp_percu", period)


class apa_domicile_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "APA à domicile versée par la Métropole, participation déduite"
    reference = CNSA

    def formula_2002(individu, period):
        return individu("apa_domicile_eligibilite", period) * individu("apa_domicile", period)


class apa_domicile_repit(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Supplément annuel au plus pour le répit du proche aidant indispensable"
    reference = CNSA

    def formula_2016_03_01(individu, period, parameters):
        loi = parameters(period)
        apa = loi.prestations_sociales.prestations_etat_de_sante.perte_autonomie_personnes_agees.apa_domicile
        montant = apa.majorations.majoration_repit * loi.communs.mtp_1er_janvier
        return (individu("apa_domicile_montant", period) > 0) * montant


class apa_domicile_hospitalisation_aidant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Supplément au plus quand le proche aidant indispensable est hospitalisé"
    reference = CNSA

    def formula_2016_03_01(individu, period, parameters):
        loi = parameters(period)
        apa = loi.prestations_sociales.prestations_etat_de_sante.perte_autonomie_personnes_agees.apa_domicile
        montant = apa.majorations.majoration_hospitalisation * loi.communs.mtp_1er_janvier
        return (individu("apa_domicile_montant", period) > 0) * montant


class apa_domicile_reste_a_charge(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Part du plan d'aide payée par la personne, dépassement du plafond compris"
    reference = CNSA

    def formula_2002(individu, period):
        plan = individu("dependance_plan_aide_domicile", period)
        montant = individu("apa_domicile_montant", period)
        return (montant > 0) * max_(0, plan - montant)


class apa_domicile_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'APA à domicile"

    def formula_2002(individu, period):
        return statut(
            eligibilite=individu("apa_domicile_eligibilite", period),
            a_etudier=individu("apa_gir_a_evaluer", period)
            + individu("apa_domicile_plan_a_etablir", period)
            + individu("apa_choix_a_faire", period),
            sinon=Statut.eligible_probable,  # le président de la Métropole accorde l'APA sur le plan accepté
        )
