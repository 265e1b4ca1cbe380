"""Bourses de collège et de lycée : année scolaire, revenus des deux concubins.

Depuis la rentrée 2018, comptent les revenus de l'année qui précède la rentrée. OpenFisca-France 176.1.8 lit
ceux de l'année civile N-2 : de septembre à décembre, ceux de la rentrée précédente. De janvier à août, il
prend la base mensuelle des allocations familiales de l'année en cours, non de celle de la rentrée. Aucun
mois n'a les deux. Il oublie le revenu du concubin (``model/prestations/education.py``). La valeur rendue
chaque mois est celle de l'année scolaire entière. Avant septembre 2018, ses formules et ses tests sont
gardés.
"""

from openfisca_core.model_api import Variable, round_, select, where
from openfisca_core.periods import period as periode
from openfisca_france.entities import Famille, FoyerFiscal
from openfisca_france.model.prestations.education import TypesScolarite

COLLEGE = "https://www.legifrance.gouv.fr/eli/arrete/2016/3/22/MENE1606428A/jo"
LYCEE = "https://www.legifrance.gouv.fr/eli/arrete/2016/3/22/MENE1606432A/jo"
MOIS_RENTREE = 9
VERSEMENTS = 3  # un par trimestre : le montant annuel est un multiple de trois euros


class bourse_college_echelon(Variable):
    reference = COLLEGE

    def formula_2018_09(famille, period, parameters):
        bourses = parameters(period).prestations_sociales.education.bourses.bourses_education
        echelons = bourses.bourse_college.apres_2016
        smic = _smic_horaire(period, parameters)
        enfants = famille.nb_persons(Famille.ENFANT)
        rfr = _revenus(famille, period)
        return select(
            [
                rfr <= _plafond(echelons.echelon_3, enfants, smic),
                rfr <= _plafond(echelons.echelon_2, enfants, smic),
                rfr <= _plafond(echelons.echelon_1, enfants, smic),
            ],
            [3, 2, 1],
        )


class bourse_college(Variable):
    reference = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000034629530"
    documentation = "Montant de l'année scolaire, rendu chaque mois : ne pas additionner les mois."

    def formula_2018_09(famille, period, parameters):
        bareme = parameters(period).prestations_sociales.education.bourses.bourses_education.bourse_college
        bmaf = _bmaf(period, parameters)
        echelon = famille("bourse_college_echelon", period)
        taux = select(
            [echelon == 3, echelon == 2, echelon == 1],
            [bareme.montant_taux_3, bareme.montant_taux_2, bareme.montant_taux_1],
        )
        scolarite = famille.members("scolarite", period)
        collegiens = famille.sum(scolarite == TypesScolarite.college, role=Famille.ENFANT)
        return collegiens * round_(taux * bmaf / VERSEMENTS) * VERSEMENTS


class bourse_lycee_echelon(Variable):
    label = "Échelon de la bourse de lycée"
    reference = LYCEE

    def formula_2018_09(famille, period, parameters):
        bourses = parameters(period).prestations_sociales.education.bourses.bourses_education
        echelons = bourses.bourse_lycee.apres_2016
        smic = _smic_horaire(period, parameters)
        enfants = famille.nb_persons(Famille.ENFANT)
        rfr = _revenus(famille, period)
        return select(
            [
                rfr <= _plafond(echelons.echelon_6, enfants, smic),
                rfr <= _plafond(echelons.echelon_5, enfants, smic),
                rfr <= _plafond(echelons.echelon_4, enfants, smic),
                rfr <= _plafond(echelons.echelon_3, enfants, smic),
                rfr <= _plafond(echelons.echelon_2, enfants, smic),
                rfr <= _plafond(echelons.echelon_1, enfants, smic),
            ],
            [6, 5, 4, 3, 2, 1],
        )


class bourse_lycee(Variable):
    reference = LYCEE
    documentation = "Montant de l'année scolaire, rendu chaque mois : ne pas additionner les mois."

    def formula_2018_09(famille, period, parameters):
        bourses = parameters(period).prestations_sociales.education.bourses.bourses_education
        bareme = bourses.bourse_lycee.apres_2016
        bmaf = _bmaf(period, parameters)
        echelon = famille("bourse_lycee_echelon", period)
        taux = select(
            [echelon == 6, echelon == 5, echelon == 4, echelon == 3, echelon == 2, echelon == 1],
            [
                bareme.echelon_6.montant,
                bareme.echelon_5.montant,
                bareme.echelon_4.montant,
                bareme.echelon_3.montant,
                bareme.echelon_2.montant,
                bareme.echelon_1.montant,
            ],
        )
        scolarite = famille.members("scolarite", period)
        lyceens = famille.sum(scolarite == TypesScolarite.lycee, role=Famille.ENFANT)
        return lyceens * round_(taux * bmaf / VERSEMENTS) * VERSEMENTS


def _annee_rentree(period):
    """Return the calendar year in which the school year of ``period`` began."""
    return period.this_year if period.start.month >= MOIS_RENTREE else period.last_year


def _revenus(famille, period):
    """Return the couple's tax reference income of the year before the school year began."""
    annee = _annee_rentree(period).offset(-1)
    # Le concubin remplit sa propre déclaration : chacun est alors déclarant principal.
    concubins = famille.demandeur.has_role(FoyerFiscal.DECLARANT_PRINCIPAL) * famille.conjoint.has_role(
        FoyerFiscal.DECLARANT_PRINCIPAL
    )
    conjoint = where(concubins, famille.conjoint.foyer_fiscal("rfr", annee), 0)
    return round_(famille.demandeur.foyer_fiscal("rfr", annee) + conjoint)


def _smic_horaire(period, parameters):
    """Return the hourly minimum wage of July of the income year."""
    juillet = periode(f"{_annee_rentree(period).offset(-1).start.year}-07")
    return parameters(juillet).marche_travail.salaire_minimum.smic.smic_b_horaire


def _bmaf(period, parameters):
    """Return the monthly basis of family benefits on 1 January of the year in which school began."""
    janvier = _annee_rentree(period).first_month
    return parameters(janvier).prestations_sociales.prestations_familiales.bmaf.bmaf


def _plafond(echelon, enfants, smic):
    multiple = select(
        [enfants <= 1, enfants == 2, enfants == 3, enfants == 4, enfants == 5, enfants == 6, enfants == 7],
        [
            echelon.plafond_1e,
            echelon.plafond_2e,
            echelon.plafond_3e,
            echelon.plafond_4e,
            echelon.plafond_5e,
            echelon.plafond_6e,
            echelon.plafond_7e,
        ],
        echelon.plafond_8e,
    )
    return round_(multiple * smic)
