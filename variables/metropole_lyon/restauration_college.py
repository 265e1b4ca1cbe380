"""Tarif des repas dans les collèges publics, délibération n° 2023-1733 de la Métropole de Lyon."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, min_, select, set_input_dispatch_by_period, where
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.prestations.education import StatutsEtablissementScolaire, TypesScolarite

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.protection_enfance import AccueilASE

GRILLE = "https://clg-louisaragon.blogs.laclasse.com/intendance/la-demi-pension"
GRILLE_2009 = "https://alyonzenfants.blogspot.com/2010/09/cantines-et-demi-pension-le-departement.html"
REGLEMENT_2009 = "https://www.college-jeanrenoir.fr/reglement-de-la-demi-pension-college-jean-renoir-p3/"


@question(
    "Quel est le quotient familial de l'autre parent ?",
    aide="Seulement si l'enfant vit en alternance chez ses deux parents. Laissez vide si vous ne savez pas.",
    domaine=(0, 400, 800, 1200),
)
class quotient_familial_autre_parent(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Quotient familial de l'autre parent, en résidence alternée (0 s'il n'est pas connu)"


@question("Combien de repas votre forfait de cantine compte-t-il ?", domaine=(0, 36, 140), age=(9, 17))
class restauration_college_nombre_repas(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Repas compris dans le forfait de la demi-pension"


class restauration_college_condition_college(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est élève au collège"
    reference = GRILLE

    def formula_2009_09(individu, period):
        return individu("scolarite", period) == TypesScolarite.college


class restauration_college_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est dans un collège public"
    reference = GRILLE

    def formula_2009_09(individu, period):
        return individu("statuts_etablissement_scolaire", period) == StatutsEtablissementScolaire.public


class restauration_college_condition_metropole(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est dans un collège de la Métropole de Lyon"
    reference = GRILLE
    documentation = "Aucune condition de domicile n'a été trouvée : le tarif suit le collège."

    def formula_2009_09(individu, period):
        return individu("college_dans_la_metropole", period)


class restauration_college_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut manger au tarif des collèges publics de la Métropole"
    reference = GRILLE

    def formula_2009_09(individu, period):
        return (
            individu("restauration_college_condition_college", period)
            * individu("restauration_college_condition_public", period)
            * individu("restauration_college_condition_metropole", period)
        )


class restauration_college_quotient(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Quotient familial retenu pour la cantine du collège"
    reference = REGLEMENT_2009
    documentation = (
        "En résidence alternée, le plus favorable des deux parents (règle d'avant septembre 2023)."
    )

    def formula_2009_09(individu, period):
        quotient = individu.famille("quotient_familial_cnaf", period)
        autre = individu.famille("quotient_familial_autre_parent", period)
        deux_connus = individu("garde_alternee", period) * (autre > 0)
        return where(deux_connus, min_(quotient, autre), quotient)


class restauration_college_tranche(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    label = "Tranche du tarif de la cantine du collège, de la moins chère à la plus chère"
    reference = GRILLE

    def formula_2023_09(individu, period, parameters):
        grille = parameters(period).metropole_lyon.restauration_college
        quotient = individu("restauration_college_quotient", period)
        return select(  # « jusqu'à » : borne incluse
            [
                quotient <= grille.plafond_tranche_1,
                quotient <= grille.plafond_tranche_2,
                quotient <= grille.plafond_tranche_3,
                quotient <= grille.plafond_tranche_4,
                quotient <= grille.plafond_tranche_5,
                quotient <= grille.plafond_tranche_6,
                quotient <= grille.plafond_tranche_7,
            ],
            [1, 2, 3, 4, 5, 6, 7],
            8,
        )

    def formula_2009_09(individu, period, parameters):
        grille = parameters(period).metropole_lyon.restauration_college
        quotient = individu("restauration_college_quotient", period)
        return select(
            [
                quotient <= grille.plafond_tranche_1,
                quotient <= grille.plafond_tranche_2,
                quotient <= grille.plafond_tranche_3,
            ],
            [1, 2, 3],
            4,
        )


class restauration_college_tarif_forfait(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix du repas au forfait, selon le quotient familial"
    reference = (GRILLE, GRILLE_2009)

    def formula_2023_09(individu, period, parameters):
        grille = parameters(period).metropole_lyon.restauration_college
        tranche = individu("restauration_college_tranche", period)
        return select(
            [
                tranche == 1,
                tranche == 2,
                tranche == 3,
                tranche == 4,
                tranche == 5,
                tranche == 6,
                tranche == 7,
            ],
            [
                grille.tarif_tranche_1,
                grille.tarif_tranche_2,
                grille.tarif_tranche_3,
                grille.tarif_tranche_4,
                grille.tarif_tranche_5,
                grille.tarif_tranche_6,
                grille.tarif_tranche_7,
            ],
            grille.tarif_tranche_8,
        )

    def formula_2009_09(individu, period, parameters):
        grille = parameters(period).metropole_lyon.restauration_college
        accueil = individu("enfant_confie_ase", period)
        tranche = individu("restauration_college_tranche", period)
        return select(
            [
                accueil == AccueilASE.famille_accueil,
                accueil == AccueilASE.etablissement,
                tranche == 1,
                tranche == 2,
                tranche == 3,
            ],
            [
                grille.tarif_famille_accueil,
                grille.tarif_etablissement_ase,
                grille.tarif_tranche_1,
                grille.tarif_tranche_2,
                grille.tarif_tranche_3,
            ],
            grille.tarif_tranche_4,
        )


class restauration_college(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix du repas à la cantine du collège"
    reference = GRILLE
    documentation = "Sans forfait, chaque repas est au prix du ticket, quel que soit le quotient."

    def formula_2009_09(individu, period, parameters):
        ticket = parameters(period).metropole_lyon.restauration_college.tarif_ticket
        forfait = individu("restauration_college_tarif_forfait", period)
        prix = where(individu("demi_pensionnaire", period), forfait, ticket)
        return individu("restauration_college_eligibilite", period) * prix


class restauration_college_depense(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix de tous les repas du forfait"
    reference = GRILLE

    def formula_2009_09(individu, period):
        repas = individu("restauration_college_nombre_repas", period)
        return individu("restauration_college", period) * repas


class restauration_college_confie_a_etudier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Élève confié à l'aide sociale à l'enfance, dont le tarif n'est pas publié"

    def formula_2023_09(individu, period):
        return individu("enfant_confie_ase", period) != AccueilASE.non

    def formula_2009_09(individu, period):
        return individu("enfant_confie_ase", period) == AccueilASE.tiers_digne_de_confiance


class restauration_college_residence_alternee(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Élève en résidence alternée, dont la règle n'est plus publiée"

    def formula_2023_09(individu, period):
        return individu("garde_alternee", period)


class restauration_college_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du tarif de la cantine du collège"

    def formula_2009_09(individu, period):
        au_forfait = individu("demi_pensionnaire", period)
        return statut(
            eligibilite=individu("restauration_college_eligibilite", period),
            a_etudier=au_forfait
            * (
                individu("restauration_college_confie_a_etudier", period)
                + individu("restauration_college_residence_alternee", period)
            ),
            sinon=Statut.eligible,
        )
