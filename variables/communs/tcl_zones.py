"""Zones tarifaires du réseau TCL unifié, depuis septembre 2025."""

from functools import cache

import numpy as np
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.territoire import lignes


class reside_tcl_zone_1(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est situé en zone 1 du réseau TCL"
    reference = (
        "https://www.lyonmag.com/article/140576/"
        "tcl-les-tarifs-augmentent-au-1er-janvier-avant-l-apparition-des-zones"
    )

    def formula_2025_09(menage, period):
        return np.isin(menage("commune", period), communes_de_la_zone_1())


@cache
def communes_de_la_zone_1() -> np.ndarray:
    """Return the codes of the communes of zone 1."""
    zone_1 = {
        ligne["code_insee"] for ligne in lignes("communes_sytral") if ligne["zone_tarifaire_2025_09"] == "1"
    }
    return np.array(sorted(zone_1), dtype="S5")
