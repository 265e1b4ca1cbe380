"""Vingt examens de santé obligatoires de l'enfant, article R2132-1 du code de la santé publique.

« Au cours du n-ième mois » : l'enfant a n - 1 mois révolus. « Au cours de la n-ième année » : n - 1 ans révolus.
"""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, select
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

ARRETE_2019 = "https://afpa.org/2019/02/28/examens-medicaux-obligatoires-de-lenfant"
CALENDRIER_2025 = "https://www.info-chalon.com/articles/2024/12/27/96155/le-calendrier-des-examens-medicaux-obligatoires-des-enfants-evolue-a-compter-de-janvier-2025/"


class ExamenEnfant(Enum):
    __order__ = (
        "aucun naissance naissance_et_premier_mois mois_2 mois_3 mois_4 mois_5 mois_6 mois_9 mois_12 mois_13 "
        "mois_16_a_18 mois_24_25 annee_3 annee_4 annee_5 annee_6 annee_7 ans_8 ans_11_a_13 ans_15"
    )
    aucun = "Aucun examen obligatoire à cet âge"
    naissance = "Dans les huit jours (avec un certificat), puis la deuxième semaine"
    naissance_et_premier_mois = (
        "Dans les huit jours (avec un certificat), la deuxième semaine, puis avant un mois"
    )
    mois_2 = "Au cours du deuxième mois"
    mois_3 = "Au cours du troisième mois"
    mois_4 = "Au cours du quatrième mois"
    mois_5 = "Au cours du cinquième mois"
    mois_6 = "Au cours du sixième mois"
    mois_9 = "Au cours du neuvième mois (avec un certificat)"
    mois_12 = "Au cours du douzième mois"
    mois_13 = "Au cours du treizième mois"
    mois_16_a_18 = "Entre le seizième et le dix-huitième mois"
    mois_24_25 = "Au cours du vingt-quatrième ou du vingt-cinquième mois (avec un certificat)"
    annee_3 = "Au cours de la troisième année"
    annee_4 = "Au cours de la quatrième année"
    annee_5 = "Au cours de la cinquième année"
    annee_6 = "Au cours de la sixième année"
    annee_7 = "Au cours de la septième année"
    ans_8 = "Entre huit et neuf ans"
    ans_11_a_13 = "Entre onze et treize ans"
    ans_15 = "Entre quinze et seize ans"


class examens_enfant(Variable):
    value_type = Enum
    possible_values = ExamenEnfant
    default_value = ExamenEnfant.aucun
    entity = Individu
    definition_period = MONTH
    label = "Examen de santé obligatoire à cet âge"
    reference = (CALENDRIER_2025, ARRETE_2019)
    documentation = "L'âge est compté au premier du mois."

    def formula_2025_01(individu, period):
        return _examen(individu, period, ExamenEnfant.naissance, ExamenEnfant.annee_7)

    def formula_2019_03(individu, period):
        return _examen(individu, period, ExamenEnfant.naissance_et_premier_mois, ExamenEnfant.aucun)


class examens_enfant_certificat(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "L'examen de cet âge donne lieu à un certificat de santé"
    reference = ARRETE_2019

    def formula_2019_03(individu, period):
        examen = individu("examens_enfant", period)
        return (
            (examen == ExamenEnfant.naissance)
            + (examen == ExamenEnfant.naissance_et_premier_mois)
            + (examen == ExamenEnfant.mois_9)
            + (examen == ExamenEnfant.mois_24_25)
        )


class examens_enfant_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge d'un examen obligatoire"
    reference = (CALENDRIER_2025, ARRETE_2019)

    def formula_2019_03(individu, period):
        return individu("examens_enfant", period) != ExamenEnfant.aucun


class examens_enfant_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Un examen obligatoire, payé en entier, est à faire"
    reference = ARRETE_2019

    def formula_2019_03(individu, period):
        return individu("examens_enfant_condition_age", period)


class examens_enfant_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'examen de santé obligatoire"

    def formula_2019_03(individu, period):
        eligibilite = individu("examens_enfant_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)


def _examen(individu, period, premier_mois, septieme_annee):
    """Return the examination of the child's age; the windows in months come before those in years."""
    mois = individu("age_en_mois", period)
    ans = individu("age", period)
    return select(
        [
            mois == 0,
            mois == 1,
            mois == 2,
            mois == 3,
            mois == 4,
            mois == 5,
            mois == 8,
            mois == 11,
            mois == 12,
            (mois >= 15) * (mois <= 17),
            (mois >= 23) * (mois <= 24),
            ans == 2,
            ans == 3,
            ans == 4,
            ans == 5,
            ans == 6,
            ans == 8,
            (ans >= 11) * (ans <= 12),
            ans == 15,
        ],
        [
            premier_mois,
            ExamenEnfant.mois_2,
            ExamenEnfant.mois_3,
            ExamenEnfant.mois_4,
            ExamenEnfant.mois_5,
            ExamenEnfant.mois_6,
            ExamenEnfant.mois_9,
            ExamenEnfant.mois_12,
            ExamenEnfant.mois_13,
            ExamenEnfant.mois_16_a_18,
            ExamenEnfant.mois_24_25,
            ExamenEnfant.annee_3,
            ExamenEnfant.annee_4,
            ExamenEnfant.annee_5,
            ExamenEnfant.annee_6,
            septieme_annee,
            ExamenEnfant.ans_8,
            ExamenEnfant.ans_11_a_13,
            ExamenEnfant.ans_15,
        ],
        default=ExamenEnfant.aucun,
    )
