"""Éligibilité à l'allocation du contrat d'engagement jeune.

OpenFisca-France 176.1.8 (``model/prestations/jeunes/contrat_engagement_jeune.py``,
``contrat_engagement_jeune_eligibilite``) exige que le RSA et la prime d'activité *calculés* de toute la
famille soient nuls trois mois de suite : un petit salaire, qui ouvre une prime que personne n'a demandée,
efface l'allocation, et le RSA des parents efface celle de leur enfant. Code du travail, art. R5131-24 :
l'allocation ne se cumule pas avec le RSA ni la prime d'activité *perçus*, sauf pour la personne à charge ;
c'est un non-cumul, pas une condition d'entrée, et le catalogue le dit (``incompatible_avec``). Elle ouvrait
aussi l'allocation à un lycéen.
"""

from openfisca_core.model_api import Variable


class contrat_engagement_jeune_eligibilite(Variable):
    def formula_2022_03_01(individu, period):
        return (
            individu("contrat_engagement_jeune_condition_age", period)
            * individu("contrat_engagement_jeune_condition_etudes", period)
            * individu("contrat_engagement_jeune_condition_imposition", period)
            * individu("contrat_engagement_jeune_condition_volontariat", period)
        )
