"""Plafonds de la complémentaire santé solidaire : montants publiés, enfants de moins de 25 ans.

OpenFisca-France 176.1.8 s'arrête au plafond d'avril 2024, arrondit lui-même les coefficients (un euro de trop
pour trois et quatre personnes en 2024), et compte dans le foyer les enfants de tout âge
(``model/prestations/minima_sociaux/cs/cmu.py``, ``acs.py``).
"""

from openfisca_core.model_api import MONTH, Variable, round_, select, where
from openfisca_france.entities import Famille, Individu

FOYER = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000018052382"
PLAFONDS = (
    "https://efl.fr/chiffres-taux/"
    "complementaire-sante-solidaire-conditions-ressources_CT_7129ce118f6c6dd185e1e33e846b593435cbcf61"
)


class c2s_enfant_du_foyer(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Enfant compté dans le foyer de la complémentaire santé solidaire"
    reference = FOYER

    def formula(individu, period, parameters):
        cmu = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.cs.cmu
        age = individu("age", period)
        # « moins de vingt-cinq ans » : à 25 ans, chacun fait sa propre demande.
        return individu.has_role(Famille.ENFANT) * (age >= 0) * (age < cmu.age_limite_pac)


class c2s_rang_dans_le_foyer(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    label = "Rang de l'enfant dans le foyer : deuxième, troisième personne… ; 0 s'il n'est pas compté"
    reference = FOYER

    def formula(individu, period):
        compte = individu("c2s_enfant_du_foyer", period)
        rang = individu.get_rank(individu.famille, -individu("age_en_mois", period), condition=compte)
        return where(compte, individu.famille("nb_parents", period) + 1 + rang, 0)


class c2s_part_enfant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Part de l'enfant dans le plafond : la moitié en résidence alternée"
    reference = FOYER

    def formula(individu, period):
        compte = individu("c2s_enfant_du_foyer", period)
        return compte * where(individu("garde_alternee", period), 0.5, 1)


class cmu_nb_pac(Variable):
    def formula(famille, period):
        return famille.sum(famille.members("c2s_enfant_du_foyer", period))


class cmu_c_plafond(Variable):
    reference = PLAFONDS

    def formula_2024_04(famille, period, parameters):
        plafond = parameters(period).etat.c2s.plafond_sans_participation
        return _plafond_publie(
            famille,
            period,
            plafond.gratuite_une_personne,
            plafond.gratuite_deux_personnes,
            plafond.gratuite_trois_personnes,
            plafond.gratuite_quatre_personnes,
            plafond.gratuite_personne_supplementaire,
        )

    def formula(famille, period, parameters):
        cmu = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.cs.cmu
        couple = famille("nb_parents", period) == 2
        rang = famille.members("c2s_rang_dans_le_foyer", period)
        coefficient = select([rang == 2, rang <= 4], [cmu.coeff_p2, cmu.coeff_p3_p4], cmu.coeff_p5_plus)
        enfants = famille.sum(coefficient * famille.members("c2s_part_enfant", period))
        plafond = cmu.plafond_base * (1 + couple * cmu.coeff_p2 + enfants)
        return round_(plafond * (1 + famille("cmu_eligible_majoration_dom", period) * cmu.majoration_dom))


class acs_plafond(Variable):
    reference = PLAFONDS

    def formula_2024_04(famille, period, parameters):
        plafond = parameters(period).etat.c2s.plafond_avec_participation
        return _plafond_publie(
            famille,
            period,
            plafond.payante_une_personne,
            plafond.payante_deux_personnes,
            plafond.payante_trois_personnes,
            plafond.payante_quatre_personnes,
            plafond.payante_personne_supplementaire,
        )


def _plafond_publie(famille, period, une, deux, trois, quatre, supplementaire):
    """Return the published ceiling; a child in alternating residence adds half of what it would add."""
    couple = famille("nb_parents", period) == 2
    rang = famille.members("c2s_rang_dans_le_foyer", period)
    ajout = select(
        [rang == 2, rang == 3, rang == 4], [deux - une, trois - deux, quatre - trois], supplementaire
    )
    enfants = famille.sum(ajout * famille.members("c2s_part_enfant", period))
    return where(couple, deux, une) + enfants
