"""AEEH : les compléments, un rang trop bas.

OpenFisca-France 176.1.8 (``model/prestations/prestations_familiales/aeeh.py``, ``aeeh``) paie à la 2e catégorie
le complément de la 1re, à la 3e celui de la 2e, et ainsi jusqu'à la 5e, dont le complément n'est jamais payé.
Code de la sécurité sociale, art. D541-2 : chaque catégorie a le sien. Qui choisit la PCH pour un enfant n'a plus
le complément, mais garde la majoration de parent isolé (art. L541-1 et L541-4, décrets du 4 juin 2008).
"""

from openfisca_core.model_api import MONTH, Variable, not_, select
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.situation.compensation import OptionAeeh

COMPLEMENTS = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006737170"
MAJORATION = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006737172/2006-01-01/"


class aeeh_complement(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Complément d'AEEH de l'enfant, payé si la PCH n'est pas choisie à sa place"
    reference = COMPLEMENTS

    def formula_2006_01_01(individu, period, parameters):
        prestations = parameters(period).prestations_sociales.prestations_familiales
        complement = prestations.education_presence_parentale.aeeh.complement_allocation
        bmaf = prestations.bmaf.bmaf
        niveau = individu("aeeh_niveau_handicap", period)
        return select(
            [niveau == 1, niveau == 2, niveau == 3, niveau == 4, niveau == 5, niveau == 6],
            [
                complement.categorie_1 * bmaf,
                complement.categorie_2 * bmaf,
                complement.categorie_3 * bmaf,
                complement.categorie_4 * bmaf,
                complement.categorie_5 * bmaf,
                complement.categorie_6,  # en euros : la majoration pour tierce personne
            ],
            default=0,
        )


class aeeh_majoration_parent_isole(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Majoration d'AEEH du parent isolé pour l'enfant, gardée si la PCH est choisie"
    reference = MAJORATION
    documentation = "Le parent doit avoir réduit son travail ou payer quelqu'un. Ce n'est pas vérifié ici."

    def formula_2006_01_01(individu, period, parameters):
        prestations = parameters(period).prestations_sociales.prestations_familiales
        majoration = prestations.education_presence_parentale.aeeh.majoration_parent_isole
        niveau = individu("aeeh_niveau_handicap", period)
        taux = select(
            [niveau == 2, niveau == 3, niveau == 4, niveau == 5, niveau == 6],
            [
                majoration.categorie_2,
                majoration.categorie_3,
                majoration.categorie_4,
                majoration.categorie_5,
                majoration.categorie_6,
            ],
            default=0,
        )
        return taux * prestations.bmaf.bmaf * not_(individu.famille("en_couple", period))


class aeeh(Variable):
    def formula_2006_01_01(famille, period, parameters):
        prestations = parameters(period).prestations_sociales.prestations_familiales
        regles = prestations.education_presence_parentale.aeeh
        garde_complement = famille.members("pch_option_aeeh", period) != OptionAeeh.pch
        concerne = famille.members("handicap", period) * (
            famille.members("age", period) < regles.age_maximum_enfant
        )
        montant = (
            regles.base * prestations.bmaf.bmaf
            + famille.members("aeeh_complement", period) * garde_complement
            + famille.members("aeeh_majoration_parent_isole", period)
        )
        return famille.sum(concerne * montant, role=Famille.ENFANT)
