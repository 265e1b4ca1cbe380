"""Zone du bail réel solidaire.

OpenFisca-France 176.1.8 (model/prestations/bail_reel_solidaire.py) cherche le code brut de ``depcom`` dans un
fichier de communes : les arrondissements de Lyon et les communes fusionnées n'y sont pas. Il relit aussi ce
fichier pour chaque ménage, et prend la commune de résidence, non celle du logement à acheter.
"""

import csv
from functools import cache
from importlib.resources import files

import numpy as np
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.territoire import actuelle_par_ancienne

FICHIER = "assets/zonage-communes/zonage-abc-juillet-2024.csv"
COLONNE = "Zone en vigueur depuis le 5 juillet 2024"
JOUR_DU_FICHIER = "2024-07-05"


class bail_reel_solidaire_zones_menage(Variable):
    value_type = str
    entity = Menage
    definition_period = MONTH
    label = "Zone du logement à acheter, pour le bail réel solidaire (vide hors des zones connues)"
    reference = "https://www.grandlyon.com/services/le-bail-reel-solidaire"

    def formula(menage, period):
        codes, position = np.unique(menage("commune_achat", period).astype("S5"), return_inverse=True)
        actuelles = actuelle_par_ancienne(JOUR_DU_FICHIER)
        zones = zone_par_commune()
        return np.array([zones.get(actuelles.get(code, code), "") for code in codes.tolist()])[position]


@cache
def zone_par_commune() -> dict[bytes, str]:
    """Return the ABC zone of each commune, from the file that OpenFisca-France ships."""
    with (files("openfisca_france") / FICHIER).open(encoding="utf-8", newline="") as file:
        return {ligne["CODGEO"].encode(): ligne[COLONNE] for ligne in csv.DictReader(file, delimiter=";")}
