"""Revenu fiscal de référence par part, que comparent plusieurs aides de la Métropole."""

from openfisca_core.model_api import MONTH, Variable, max_, round_
from openfisca_france.entities import Individu


class rfr_par_part(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Revenu fiscal de référence par part, sur l'avis des revenus d'il y a deux ans"
    reference = "https://www.grandlyon.com/services/subvention-pour-lachat-dun-velo.html"

    def formula(individu, period):
        rfr = individu.foyer_fiscal("rfr", period.n_2)
        parts = individu.foyer_fiscal("nbptr", period.n_2)
        return round_(rfr / max_(parts, 1), 2)  # rfr est tenu sur 32 bits : 15 300 y devient 15 300,002
