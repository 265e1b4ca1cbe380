"""Participation à la complémentaire santé solidaire : âge au 1er janvier, personnes du foyer seulement.

OpenFisca-France 176.1.8 prend l'âge du mois et fait payer les enfants de 25 ans et plus, qui ne sont pas du
foyer (``model/prestations/minima_sociaux/cs/css.py``). La valeur est mensuelle, malgré son libellé.
"""

from openfisca_core.model_api import Variable, select, where
from openfisca_france.entities import Famille

ARRETE = "https://juriblio.fr/arretes/arrete-du-29-decembre-2023/182955383/article-1"


class css_participation_forfaitaire_montant_i(Variable):
    reference = ARRETE

    def formula(individu, period, parameters):
        css = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.cs.css
        age = individu("age", period.this_year.first_month)
        alsace_moselle = individu("salarie_regime_alsace_moselle", period)
        return where(
            alsace_moselle, _par_age(css.montant.alsace_moselle, age), _par_age(css.montant.france, age)
        )


class css_participation_forfaitaire_montant(Variable):
    reference = ARRETE

    def formula(famille, period):
        montants = famille.members("css_participation_forfaitaire_montant_i", period)
        du_foyer = famille.members.has_role(Famille.PARENT) + famille.members("c2s_enfant_du_foyer", period)
        return famille.sum(montants * du_foyer)


class css_participation_forfaitaire(Variable):
    label = "Participation mensuelle de la famille à la complémentaire santé solidaire"


def _par_age(montants, age):
    return select(
        [age < 30, age <= 49, age <= 59, age <= 69],
        [
            montants.cmu_moins_30_ans,
            montants.cmu_30_49_ans,
            montants.cmu_50_59_ans,
            montants.cmu_60_69_ans,
        ],
        montants.cmu_plus_69_ans,
    )
