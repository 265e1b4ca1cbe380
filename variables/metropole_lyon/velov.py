"""Vélo'v, vélos en libre-service de la Métropole : prix de l'abonnement annuel."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, select, where
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

TARIFS_2018 = "https://mlyon.fr/news/locales/168916/le-velo-v-premier-du-nom-vit-ses-dernieres-heures-a-lyon"
TARIFS_2025 = "https://lebonbon.fr/lyon/news/augmentation-prix-abonnements-velov-lyon-2025"


class velov_solidaire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A droit au tarif solidaire : bénéficiaire du RSA"
    reference = TARIFS_2018

    def formula_2018_07(individu, period):
        return individu.has_role(Famille.PARENT) * individu.famille("rsa_percu", period)


class velov_jeune(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge du tarif jeune"
    reference = TARIFS_2018

    def formula_2018_07(individu, period, parameters):
        return individu("age", period) <= parameters(period).metropole_lyon.velov.age_jeune_maximum


class velov_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de prendre un Vélo'v"
    reference = TARIFS_2018

    def formula_2018_07(individu, period, parameters):
        return individu("age", period) >= parameters(period).metropole_lyon.velov.age_minimum


class velov_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut s'abonner à Vélo'v"
    reference = TARIFS_2018

    def formula_2018_07(individu, period):
        return individu("velov_condition_age", period)


class velov(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix de l'abonnement Vélo'v, par an"
    reference = TARIFS_2025
    documentation = "Les trente premières minutes de chaque trajet sont gratuites."

    def formula_2024_01(individu, period, parameters):
        prix = parameters(period).metropole_lyon.velov
        solidaire = individu("velov_solidaire", period)
        jeune = individu("velov_jeune", period)
        mecanique = select([solidaire, jeune], [prix.solidaire, prix.jeune], default=prix.standard)
        electrique = select(
            [solidaire, jeune],
            [prix.electrique.solidaire, prix.electrique.jeune],
            default=prix.electrique.standard,
        )
        return individu("velov_eligibilite", period) * where(
            individu("velov_electrique", period), electrique, mecanique
        )

    def formula_2018_07(individu, period, parameters):
        prix = parameters(period).metropole_lyon.velov
        return individu("velov_eligibilite", period) * select(
            [individu("velov_solidaire", period), individu("velov_jeune", period)],
            [prix.solidaire, prix.jeune],
            default=prix.standard,
        )


class velov_solidaire_a_preciser(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit un autre minimum social que le RSA"
    reference = TARIFS_2018

    def formula_2018_07(individu, period):
        autre = (
            individu("aah_percu", period)
            + individu("asi_percu", period)
            + individu.famille("aspa_percu", period) * individu.has_role(Famille.PARENT)
            + individu("rsj_percu", period)
        )
        return autre * ~individu("velov_solidaire", period)


class velov_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'abonnement Vélo'v"

    def formula_2018_07(individu, period):
        return statut(
            eligibilite=individu("velov_eligibilite", period),
            a_etudier=individu("velov_solidaire_a_preciser", period),
            sinon=Statut.eligible,
        )
