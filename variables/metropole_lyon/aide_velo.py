"""Aide à l'achat d'un vélo : délibérations annuelles de la Métropole de Lyon, de 2018 à 2025."""

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, min_, round_, select, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.velo import TypeVelo

METROPOLE_2024 = "https://www.grandlyon.com/services/subvention-pour-lachat-dun-velo.html"
MODELE_PUBLIC = "https://www.npmjs.com/package/@betagouv/aides-velo"
PRIME_2021 = (
    "https://www.lyoncapitale.fr/actualite/metropole-de-lyon-la-prime-velo-de-500-e-officiellement-de-retour/"
)
ACHAT_EN_MAGASIN = (
    "https://www.bfmtv.com/lyon/lyon-la-metropole-relance-la-prime-a-l-achat-pour-les-velos-electriques-"
    "pliants-et-cargo_AN-202103160201.html"
)


class aide_velo_tranche_basse(Variable):
    value_type = bool
    default_value = True  # avant mars 2021, aucune tranche de revenus
    entity = Individu
    definition_period = MONTH
    label = "A droit à l'aide la plus forte"
    reference = METROPOLE_2024

    def formula_2021_03(individu, period, parameters):
        seuil = parameters(period).metropole_lyon.aide_velo.tranche_basse
        return individu("rfr_par_part", period) <= seuil


class aide_velo_plafond(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide la plus forte pour ce vélo et ces revenus"
    reference = METROPOLE_2024

    def formula_2025_01(individu, period, parameters):
        aide = parameters(period).metropole_lyon.aide_velo
        velo = individu("velo_type", period)
        basse = individu("aide_velo_tranche_basse", period)
        cher = individu("velo_prix_ttc", period) > aide.prix_cargo_electrique
        cargo = where(cher, aide.plafond.cargo_electrique_cher, aide.plafond.cargo_electrique)
        cargo_intermediaire = where(
            cher,
            aide.plafond_intermediaire.cargo_electrique_cher,
            aide.plafond_intermediaire.cargo_electrique,
        )
        return select(
            [
                (velo == TypeVelo.electrique) + (velo == TypeVelo.kit),
                velo == TypeVelo.cargo_electrique,
                velo == TypeVelo.cargo_mecanique,
                velo == TypeVelo.pliant,
                velo == TypeVelo.adapte,
                velo == TypeVelo.reconditionne,
            ],
            [
                where(basse, aide.plafond.electrique, aide.plafond_intermediaire.electrique),
                where(basse, cargo, cargo_intermediaire),
                where(basse, aide.plafond.cargo_mecanique, aide.plafond_intermediaire.cargo_mecanique),
                where(basse, aide.plafond.pliant, aide.plafond_intermediaire.pliant),
                where(basse, aide.plafond.adapte, aide.plafond_intermediaire.adapte),
                aide.plafond.reconditionne,
            ],
            default=0,
        )

    def formula_2022_01(individu, period, parameters):
        aide = parameters(period).metropole_lyon.aide_velo
        velo = individu("velo_type", period)
        basse = individu("aide_velo_tranche_basse", period)
        return select(
            [
                (velo == TypeVelo.electrique) + (velo == TypeVelo.kit),
                velo == TypeVelo.cargo_electrique,
                velo == TypeVelo.cargo_mecanique,
                velo == TypeVelo.pliant,
                velo == TypeVelo.adapte,
                velo == TypeVelo.reconditionne,
            ],
            [
                where(basse, aide.plafond.electrique, aide.plafond_intermediaire.electrique),
                where(basse, aide.plafond.cargo_electrique, aide.plafond_intermediaire.cargo_electrique),
                where(basse, aide.plafond.cargo_mecanique, aide.plafond_intermediaire.cargo_mecanique),
                where(basse, aide.plafond.pliant, aide.plafond_intermediaire.pliant),
                where(basse, aide.plafond.adapte, aide.plafond_intermediaire.adapte),
                aide.plafond.reconditionne,
            ],
            default=0,
        )

    def formula_2021_03(individu, period, parameters):
        aide = parameters(period).metropole_lyon.aide_velo
        velo = individu("velo_type", period)
        basse = individu("aide_velo_tranche_basse", period)
        return select(
            [
                (velo == TypeVelo.electrique) + (velo == TypeVelo.kit),
                velo == TypeVelo.cargo_electrique,
                velo == TypeVelo.cargo_mecanique,
                velo == TypeVelo.pliant,
                velo == TypeVelo.adapte,
            ],
            [
                where(basse, aide.plafond.electrique, aide.plafond_intermediaire.electrique),
                where(basse, aide.plafond.cargo_electrique, aide.plafond_intermediaire.cargo_electrique),
                where(basse, aide.plafond.cargo_mecanique, aide.plafond_intermediaire.cargo_mecanique),
                where(basse, aide.plafond.pliant, aide.plafond_intermediaire.pliant),
                where(basse, aide.plafond.adapte, aide.plafond_intermediaire.adapte),
            ],
            default=0,
        )

    def formula_2020_05(individu, period, parameters):
        plafond = parameters(period).metropole_lyon.aide_velo.plafond
        velo = individu("velo_type", period)
        return select(
            [
                (velo == TypeVelo.electrique) + (velo == TypeVelo.kit),
                velo == TypeVelo.cargo_electrique,
                velo == TypeVelo.cargo_mecanique,
                velo == TypeVelo.pliant,
                velo == TypeVelo.adapte,
            ],
            [
                plafond.electrique,
                plafond.cargo_electrique,
                plafond.cargo_mecanique,
                plafond.pliant,
                plafond.adapte,
            ],
            default=0,
        )

    def formula_2018_05(individu, period, parameters):
        plafond = parameters(period).metropole_lyon.aide_velo.plafond
        velo = individu("velo_type", period)
        return select(
            [
                (velo == TypeVelo.electrique) + (velo == TypeVelo.kit),
                velo == TypeVelo.cargo_electrique,
                velo == TypeVelo.cargo_mecanique,
                velo == TypeVelo.pliant,
            ],
            [plafond.electrique, plafond.cargo_electrique, plafond.cargo_mecanique, plafond.pliant],
            default=0,
        )


class aide_velo_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = METROPOLE_2024

    def formula_2018_05(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class aide_velo_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge demandé ; un mineur est représenté"
    reference = "https://github.com/mquandalle/mesaidesvelo"

    def formula_2018_05(individu, period, parameters):
        age_minimum = parameters(period).metropole_lyon.aide_velo.age_minimum
        return individu("age", period) >= age_minimum


class aide_velo_condition_velo(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Achète un vélo que l'aide couvre"
    reference = METROPOLE_2024

    def formula_2018_05(individu, period):
        return individu("aide_velo_plafond", period) > 0


class aide_velo_condition_achat(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Achète chez un professionnel ou une association de la Métropole"
    reference = ACHAT_EN_MAGASIN

    def formula_2022_01(individu, period):
        adapte = individu("velo_type", period) == TypeVelo.adapte
        return individu("velo_achete_dans_metropole", period) + adapte

    def formula_2018_05(individu, period):
        return individu("velo_achete_dans_metropole", period)


class aide_velo_condition_prix(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le vélo ne dépasse pas le prix maximal"
    reference = METROPOLE_2024

    def formula_2022_01(individu, period, parameters):
        aide = parameters(period).metropole_lyon.aide_velo
        velo = individu("velo_type", period)
        prix = individu("velo_prix_ttc", period)
        plafonne = (velo == TypeVelo.electrique) + (velo == TypeVelo.kit) + (velo == TypeVelo.pliant)
        sous_le_maximum = select(
            [plafonne, velo == TypeVelo.reconditionne],
            [prix <= aide.prix_maximum, prix <= aide.prix_maximum_reconditionne],
            default=True,
        )
        return (prix > 0) * sous_le_maximum

    def formula_2021_03(individu, period, parameters):
        aide = parameters(period).metropole_lyon.aide_velo
        velo = individu("velo_type", period)
        prix = individu("velo_prix_ttc", period)
        plafonne = (velo == TypeVelo.electrique) + (velo == TypeVelo.kit) + (velo == TypeVelo.pliant)
        return (prix > 0) * where(plafonne, prix <= aide.prix_maximum, True)

    def formula_2018_05(individu, period):
        return individu("velo_prix_ttc", period) > 0


class aide_velo_condition_revenus(Variable):
    value_type = bool
    default_value = True  # avant 2022, les revenus ne ferment pas l'aide
    entity = Individu
    definition_period = MONTH
    label = "Ne dépasse pas le revenu fiscal de référence par part"
    reference = METROPOLE_2024

    def formula_2024_01(individu, period, parameters):
        aide = parameters(period).metropole_lyon.aide_velo
        reconditionne = individu("velo_type", period) == TypeVelo.reconditionne
        seuil = where(reconditionne, aide.tranche_reconditionne, aide.tranche_haute)
        return individu("rfr_par_part", period) <= seuil

    def formula_2022_01(individu, period, parameters):
        seuil = parameters(period).metropole_lyon.aide_velo.tranche_reconditionne
        reconditionne = individu("velo_type", period) == TypeVelo.reconditionne
        return ~reconditionne + (individu("rfr_par_part", period) <= seuil)


class aide_velo_condition_date(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A acheté le vélo après l'ouverture de l'aide"
    reference = PRIME_2021

    def formula_2018_05(individu, period, parameters):
        jour = parameters(period).metropole_lyon.aide_velo.jour_ouverture
        ouverture = np.datetime64(period.start) + int(jour) - 1
        achat = individu("velo_date_achat", period).astype("datetime64[D]")
        # Hors des deux mois où l'aide s'ouvre en cours de mois, le mois demandé est celui de l'achat.
        return (achat >= ouverture) + (ouverture <= np.datetime64(period.start))


class aide_velo_condition_premiere(Variable):
    value_type = bool
    default_value = True  # la règle n'est connue que pour les achats de 2021
    end = "2021-12-31"
    entity = Individu
    definition_period = MONTH
    label = "N'a pas reçu l'aide de 2020, si l'achat est de 2021"
    reference = PRIME_2021

    def formula_2021_03(individu, period):
        return ~individu("aide_velo_2020_percue", period)


class aide_velo_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'aide à l'achat d'un vélo"
    reference = METROPOLE_2024

    def formula_2018_05(individu, period, parameters):
        return (
            parameters(period).metropole_lyon.aide_velo.ouvert
            * individu("aide_velo_condition_residence", period)
            * individu("aide_velo_condition_age", period)
            * individu("aide_velo_condition_velo", period)
            * individu("aide_velo_condition_achat", period)
            * individu("aide_velo_condition_prix", period)
            * individu("aide_velo_condition_revenus", period)
            * individu("aide_velo_condition_date", period)
            * individu("aide_velo_condition_premiere", period)
        ) > 0


class aide_velo(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide à l'achat d'un vélo, versée une fois"
    reference = METROPOLE_2024

    def formula_2022_01(individu, period, parameters):
        aide = parameters(period).metropole_lyon.aide_velo
        reconditionne = individu("velo_type", period) == TypeVelo.reconditionne
        part = where(reconditionne, aide.taux_reconditionne, aide.taux) * individu("velo_prix_ttc", period)
        plafonnee = min_(round_(part, 2), individu("aide_velo_plafond", period))
        return individu("aide_velo_eligibilite", period) * plafonnee

    def formula_2018_05(individu, period, parameters):
        part = parameters(period).metropole_lyon.aide_velo.taux * individu("velo_prix_ttc", period)
        plafonnee = min_(round_(part, 2), individu("aide_velo_plafond", period))
        return individu("aide_velo_eligibilite", period) * plafonnee


class aide_velo_reconduction_a_verifier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Aucune délibération n'a été trouvée pour cette année"
    reference = MODELE_PUBLIC

    def formula_2026_01(individu, period):
        return individu("aide_velo_condition_velo", period)


class aide_velo_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide à l'achat d'un vélo"

    def formula_2018_05(individu, period, parameters):
        ouvert = parameters(period).metropole_lyon.aide_velo.ouvert
        en_cours = statut(
            eligibilite=individu("aide_velo_eligibilite", period),
            a_etudier=individu("aide_velo_reconduction_a_verifier", period),
            sinon=Statut.eligible_probable,  # dans la limite d'une enveloppe annuelle
        )
        return where(ouvert, en_cours, Statut.hors_periode)
