"""Bail réel solidaire de la Foncière solidaire du Grand Lyon (article R. 255-1 du CCH)."""

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, round_, select
from openfisca_france.entities import FoyerFiscal, Menage

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.communs.territoire import communes_de_la_metropole

PAGE = "https://www.grandlyon.com/services/le-bail-reel-solidaire"


class bail_reel_solidaire_condition_commune(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Veut acheter dans une commune de la Métropole de Lyon"
    reference = PAGE

    def formula_2024_07(menage, period):
        return np.isin(menage("commune_achat", period).astype("S5"), communes_de_la_metropole())


class bail_reel_solidaire_jeune_menage(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Couple sans personne à charge, jeune ménage au sens du logement social"
    reference = PAGE

    def formula_2024_07(menage, period, parameters):
        somme_maximale = parameters(period).etat.logement_social.somme_ages_jeune_menage
        ages = menage.sum(menage.members("age", period))
        couple = (menage.nb_persons() == 2) * (menage.nb_persons(Menage.CONJOINT) == 1)
        return couple * (ages <= somme_maximale)


class bail_reel_solidaire_jeune_menage_a_verifier(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Jeune ménage entre le plafond de deux personnes et celui de trois"
    reference = PAGE
    documentation = "La page de la Métropole retire les jeunes ménages de la ligne « deux personnes »."

    def formula_2024_07(menage, period, parameters):
        plafonds = parameters(period).prestations_sociales.bail_reel_solidaire.plafonds_par_zones
        zone = menage("bail_reel_solidaire_zones_menage", period)
        trois_personnes = select(
            [zone == "A", zone == "B1"],
            [plafonds.zone_A.nb_personnes_3, plafonds.zone_B1.nb_personnes_3],
            default=0,
        )
        foyers = menage.members.foyer_fiscal("rfr", period.n_2)
        rfr = round_(menage.sum(foyers, role=FoyerFiscal.DECLARANT_PRINCIPAL))
        jeune = menage("bail_reel_solidaire_jeune_menage", period)
        return jeune * ~menage("bail_reel_solidaire", period) * (rfr <= trois_personnes)


class bail_reel_solidaire_condition_ressources(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le revenu fiscal de référence d'il y a deux ans ne dépasse pas le plafond"
    reference = PAGE

    def formula_2024_07(menage, period):
        return menage("bail_reel_solidaire", period) + menage(
            "bail_reel_solidaire_jeune_menage_a_verifier", period
        )


class bail_reel_solidaire_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du bail réel solidaire"
    reference = PAGE

    def formula_2024_07(menage, period):
        return menage("bail_reel_solidaire_condition_commune", period) * menage(
            "bail_reel_solidaire_condition_ressources", period
        )


class bail_reel_solidaire_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    label = "Statut du bail réel solidaire"

    def formula_2024_07(menage, period):
        return statut(
            eligibilite=menage("bail_reel_solidaire_eligibilite", period),
            a_etudier=menage("bail_reel_solidaire_jeune_menage_a_verifier", period),
            sinon=Statut.eligible_probable,  # le vendeur et l'organisme foncier agréent l'acheteur
        )
