"""Zone à faibles émissions (ZFE) de Lyon : qui y habite ou y travaille."""

from functools import cache

import numpy as np
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu, Menage

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.territoire import lignes

SOURCE = "https://www.fnms.fr/zfe-lyon-assouplit-un-peu-plus-son-dispositif"


class reside_zfe(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est dans une commune de la zone à faibles émissions"
    reference = SOURCE
    documentation = "Avant septembre 2025, seules les communes couvertes presque entièrement sont comptées."

    def formula_2022_09(menage, period):
        return np.isin(menage("commune", period), communes_de_la_zfe(str(period.start)))


@cache
def communes_de_la_zfe(jour: str) -> np.ndarray:
    """Return the codes of the communes of the zone on a day (``AAAA-MM-JJ``)."""
    return np.array(
        sorted(ligne["code_insee"] for ligne in lignes("zfe") if ligne["debut"] <= jour), dtype="S5"
    )


@question(
    "Habitez-vous ou travaillez-vous dans la zone à faibles émissions (ZFE) ?",
    aide="Lyon, Caluire, et Villeurbanne, Bron et Vénissieux à l'intérieur du périphérique.",
    age=(17, 130),
)
class zfe_residence_ou_travail(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Habite ou travaille dans la zone à faibles émissions"

    def formula_2022_09(individu, period):
        # Sans réponse, seul le domicile est connu.
        return individu.menage("reside_zfe", period)
