"""Aide de la Métropole pour remplacer un véhicule, délibérations de mars 2022, juin 2023 et juin 2025."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, select
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.voiture import CritAir, VehiculeAchete

FAQ_2024 = "https://grandlyon.com/pratique/faq-deplacements"
SEUIL_2024 = "https://www.lyoncapitale.fr/actualite/interdiction-des-crit-air-3-a-lyon-des-2025-quel-dispositifs-d-aide"
VOTE_2022 = (
    "https://www.lyonmag.com/article/121326/"
    "aides-calendrier-verbalisation-les-details-de-la-zfe-bientot-votee-par-la-metropole-de-lyon"
)


class aide_zfe_condition_lieu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite ou travaille dans la zone à faibles émissions"
    reference = VOTE_2022

    def formula_2022_09(individu, period):
        return individu("zfe_residence_ou_travail", period)


class aide_zfe_condition_revenus(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A un revenu fiscal de référence par part inférieur au seuil"
    reference = SEUIL_2024

    def formula_2022_09(individu, period, parameters):
        seuil = parameters(period).metropole_lyon.aide_zfe.revenu_par_part
        return individu("rfr_par_part", period) < seuil  # « inférieur à » : borne exclue


class aide_zfe_condition_ancien_vehicule(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Met au rebut, ou fait convertir, un véhicule assez polluant"
    reference = FAQ_2024

    def formula_2024_01(individu, period):
        vignette = individu("vehicule_crit_air", period)
        polluant = (
            (vignette == CritAir.crit_air_2)
            + (vignette == CritAir.crit_air_3)
            + (vignette == CritAir.crit_air_4)
            + (vignette == CritAir.crit_air_5)
            + (vignette == CritAir.non_classe)
        )
        return polluant * individu("vehicule_remplace", period)

    def formula_2022_09(individu, period):
        vignette = individu("vehicule_crit_air", period)
        polluant = (vignette == CritAir.crit_air_5) + (vignette == CritAir.non_classe)
        return polluant * individu("vehicule_remplace", period)


class aide_zfe_condition_achat(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Achète un véhicule peu polluant que l'aide couvre"
    reference = FAQ_2024

    def formula_2024_01(individu, period, parameters):
        prix_maximum = parameters(period).metropole_lyon.aide_zfe.prix_maximum_electrique
        achat = individu("vehicule_achete", period)
        trop_cher = (achat == VehiculeAchete.electrique) * (
            individu("vehicule_prix_ttc", period) >= prix_maximum
        )
        return (achat != VehiculeAchete.aucun) * ~trop_cher

    def formula_2022_09(individu, period):
        return individu("vehicule_achete", period) != VehiculeAchete.aucun


class aide_zfe_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions connues de l'aide de la zone à faibles émissions"
    reference = FAQ_2024

    def formula_2022_09(individu, period):
        return (
            individu("aide_zfe_condition_lieu", period)
            * individu("aide_zfe_condition_revenus", period)
            * individu("aide_zfe_condition_ancien_vehicule", period)
            * individu("aide_zfe_condition_achat", period)
        )


class aide_zfe_minimum(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide la plus faible pour cet achat"
    reference = FAQ_2024

    def formula_2022_09(individu, period, parameters):
        minimum = parameters(period).metropole_lyon.aide_zfe.minimum
        achat = individu("vehicule_achete", period)
        montant = select(
            [
                achat == VehiculeAchete.electrique,
                achat == VehiculeAchete.crit_air_1_neuf,
                achat == VehiculeAchete.crit_air_1_occasion,
                achat == VehiculeAchete.deux_roues_electrique,
                achat == VehiculeAchete.velo,
            ],
            [
                minimum.electrique,
                minimum.crit_air_1_neuf,
                minimum.crit_air_1_occasion,
                minimum.deux_roues_electrique,
                minimum.velo,
            ],
            default=0,
        )
        return individu("aide_zfe_eligibilite", period) * montant


class aide_zfe(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide la plus forte pour cet achat"
    reference = FAQ_2024

    def formula_2022_09(individu, period, parameters):
        maximum = parameters(period).metropole_lyon.aide_zfe.maximum
        achat = individu("vehicule_achete", period)
        montant = select(
            [
                achat == VehiculeAchete.electrique,
                achat == VehiculeAchete.crit_air_1_neuf,
                achat == VehiculeAchete.crit_air_1_occasion,
                achat == VehiculeAchete.deux_roues_electrique,
                achat == VehiculeAchete.velo,
            ],
            [
                maximum.electrique,
                maximum.crit_air_1_neuf,
                maximum.crit_air_1_occasion,
                maximum.deux_roues_electrique,
                maximum.velo,
            ],
            default=0,
        )
        return individu("aide_zfe_eligibilite", period) * montant


class aide_zfe_bareme_inconnu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le barème selon les revenus n'est pas publié"
    reference = FAQ_2024

    def formula_2022_09(individu, period):
        return individu("aide_zfe_eligibilite", period)


class aide_zfe_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide de la zone à faibles émissions"

    def formula_2022_09(individu, period):
        return statut(
            eligibilite=individu("aide_zfe_eligibilite", period),
            a_etudier=individu("aide_zfe_bareme_inconnu", period),
            sinon=Statut.eligible_probable,
        )
