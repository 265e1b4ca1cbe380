"""Plafond de ressources du bail réel solidaire : nul avant le zonage connu.

OpenFisca-France 176.1.8 (model/prestations/bail_reel_solidaire.py) lève une erreur avant juillet 2024, faute
de liste de zones, et arrête tout calcul qui lit ce plafond.
"""

from openfisca_core.model_api import MONTH, Variable, max_, min_, select
from openfisca_france.entities import Menage


class bail_reel_solidaire_plafond_total(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Plafond de ressources total du bail réel solidaire"
    reference = "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000050873235"

    def formula_2024_07(menage, period, parameters):
        bail_reel_solidaire = parameters(period).prestations_sociales.bail_reel_solidaire
        plafonds = bail_reel_solidaire.plafonds_par_zones
        maximum = bail_reel_solidaire.parametres_generaux.nombre_personnes_maximum
        zone = menage("bail_reel_solidaire_zones_menage", period)
        personnes = menage.nb_persons()
        return select(
            [zone == "Abis", zone == "A", zone == "B1", zone == "B2", zone == "C"],
            [
                plafond(plafonds.zone_Abis, personnes, maximum),
                plafond(plafonds.zone_A, personnes, maximum),
                plafond(plafonds.zone_B1, personnes, maximum),
                plafond(plafonds.zone_B2, personnes, maximum),
                plafond(plafonds.zone_C, personnes, maximum),
            ],
            default=0,
        )

    def formula(menage, period):
        return menage.nb_persons() * 0


def plafond(bareme, personnes, maximum):
    """Return the ceiling of a zone for a number of people."""
    comptees = min_(personnes, maximum)
    base = select(
        [comptees <= 1, comptees == 2, comptees == 3, comptees == 4, comptees == 5],
        [
            bareme.nb_personnes_1,
            bareme.nb_personnes_2,
            bareme.nb_personnes_3,
            bareme.nb_personnes_4,
            bareme.nb_personnes_5,
        ],
        default=bareme.nb_personnes_6,
    )
    return base + max_(0, personnes - maximum) * bareme.nb_personnes_supplementaires
