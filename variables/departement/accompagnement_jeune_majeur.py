"""Accompagnement des jeunes majeurs par l'aide sociale à l'enfance (« contrat jeune majeur »), CASF, art. L222-5.

La loi n° 2022-140 du 7 février 2022 a fait de la faculté un droit pour ceux qui ont été confiés avant 18 ans.
"""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.parcours import SoutienFamilial
from openfisca_lyon.variables.situation.sejour import TitreSejour

CASF = "https://www.infomie.net/article6977.html"


class accompagnement_jeune_majeur_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'accompagnement, ou finit l'année d'études engagée pendant cet accompagnement"
    reference = CASF

    def formula(individu, period, parameters):
        ages = parameters(period).departement.accompagnement_jeune_majeur
        age = individu("age", period)
        prolonge = individu("accompagnement_jeune_majeur_annee_engagee", period)
        return ((age >= ages.age_minimum) * (age <= ages.age_maximum)) + prolonge


class accompagnement_jeune_majeur_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = CASF

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class accompagnement_jeune_majeur_condition_soutien(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas de soutien familial qui suffise à vivre"
    reference = CASF

    def formula(individu, period):
        soutien = individu("soutien_financier_parents_ou_tiers", period)
        return soutien != SoutienFamilial.suffisant


class accompagnement_jeune_majeur_annee_engagee(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Atteint l'âge limite pendant une année d'études engagée sous accompagnement"
    reference = CASF

    def formula(individu, period, parameters):
        ages = parameters(period).departement.accompagnement_jeune_majeur
        age = individu("age", period)
        etudie = ~individu("sorti_systeme_educatif", period)
        accompagne = individu("sous_contrat_jeune_majeur", period)
        return (age > ages.age_maximum) * (age <= ages.age_maximum_etudes) * etudie * accompagne


class accompagnement_jeune_majeur_facultatif(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "L'accompagnement est une faculté, non un droit"
    reference = CASF
    documentation = (
        "La prise en charge n'est un droit que pour qui a été confié avant 18 ans et n'a pas d'obligation de "
        "quitter le territoire."
    )

    def formula_2022_03(individu, period):
        confie = individu("confie_ase_avant_majorite", period)
        etranger = individu("titre_sejour", period) != TitreSejour.francais
        return ~confie + etranger * individu("obligation_quitter_territoire", period)

    def formula(individu, period):
        return individu("age", period) >= 0  # avant la loi de 2022, pour tous


class accompagnement_jeune_majeur_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'accompagnement jeune majeur"
    reference = CASF

    def formula(individu, period):
        return (
            individu("accompagnement_jeune_majeur_condition_age", period)
            * individu("accompagnement_jeune_majeur_condition_residence", period)
            * individu("accompagnement_jeune_majeur_condition_soutien", period)
        )


class accompagnement_jeune_majeur_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'accompagnement jeune majeur"

    def formula(individu, period):
        return statut(
            eligibilite=individu("accompagnement_jeune_majeur_eligibilite", period),
            a_etudier=individu("accompagnement_jeune_majeur_facultatif", period)
            + individu("accompagnement_jeune_majeur_annee_engagee", period),
            sinon=Statut.eligible_probable,  # la Métropole apprécie les ressources et le projet
        )
