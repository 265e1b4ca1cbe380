"""Bail réel solidaire : la zone doit être connue.

OpenFisca-France 176.1.8 (model/prestations/bail_reel_solidaire.py) écrit ``zones_menage is not None``, qui
est toujours vrai : hors des zones, un revenu nul suffit à être éligible.
"""

from openfisca_core.model_api import MONTH, Variable, round_
from openfisca_france.entities import FoyerFiscal, Menage


class bail_reel_solidaire(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Éligibilité au Bail Réel Solidaire"
    reference = (
        "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000050009519/",
        "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000050873235",
    )

    def formula(menage, period):
        plafond = menage("bail_reel_solidaire_plafond_total", period)
        foyers = menage.members.foyer_fiscal("rfr", period.n_2)
        rfr = menage.sum(foyers, role=FoyerFiscal.DECLARANT_PRINCIPAL)
        # Hors zone, le plafond est nul. Le revenu de l'avis est en euros entiers : on l'arrondit.
        return (plafond > 0) * (round_(rfr) <= plafond)
