"""Participation des familles en crèche financée par la PSU, circulaire Cnaf n° 2019-005 du 5 juin 2019."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, round_, select, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.protection_enfance import AccueilASE

CIRCULAIRE = "https://lemediasocial.fr/creche-evolution-du-bareme-de-participation-familiale_FBCWpW"
BAREME = (
    "https://www.agds.fr/publication-agds/31/th_agds/template/app/album/app/association/section/op=page&ID=3"
)


@question(
    "Combien d'heures par mois l'enfant va-t-il à la crèche, d'après le contrat ?",
    domaine=(0, 80, 160),
    age=(0, 5),
)
class creche_psu_heures(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures de crèche par mois, d'après le contrat"


class creche_psu_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de la crèche"
    reference = CIRCULAIRE

    def formula_2019_01(individu, period, parameters):
        limite = parameters(period).caf.creche_psu.age_limite
        age = individu("age", period)
        return individu.has_role(Famille.ENFANT) * (age >= 0) * (age < limite)


class creche_psu_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut être accueilli en crèche"
    reference = CIRCULAIRE

    def formula_2019_01(individu, period):
        return individu("creche_psu_condition_age", period)


class creche_psu_ressources(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Ressources mensuelles retenues pour le tarif de la crèche"
    reference = BAREME
    documentation = "Revenus de l'année N-2 avant la déduction de 10 %, sans les prestations familiales."

    def formula_2019_01(famille, period, parameters):
        bareme = parameters(period).caf.creche_psu
        ressources = famille("quotient_familial_cnaf_ressources_mensuelles", period)
        return min_(max_(ressources, bareme.plancher), bareme.plafond)


class creche_psu_nombre_enfants(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    label = "Enfants comptés pour le taux ; celui qui ouvre droit à l'AEEH compte deux fois"
    reference = "https://www.lespetitescanailles.fr/faq/calculer-tarif-place-en-creche"

    def formula_2019_01(famille, period):
        aeeh = famille.members("aeeh_percue", period) * famille.members.has_role(Famille.ENFANT)
        return famille("af_nbenf", period) + famille.sum(aeeh)


class creche_psu_taux(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Part des ressources mensuelles payée pour une heure de crèche"
    reference = BAREME

    def formula_2019_01(famille, period, parameters):
        bareme = parameters(period).caf.creche_psu
        enfants = famille("creche_psu_nombre_enfants", period)
        return select(
            [enfants <= 1, enfants == 2, enfants == 3, enfants <= 7],
            [
                bareme.taux_un_enfant,
                bareme.taux_deux_enfants,
                bareme.taux_trois_enfants,
                bareme.taux_quatre_a_sept_enfants,
            ],
            bareme.taux_huit_enfants,
        )


class creche_psu(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix d'une heure de crèche"
    reference = BAREME

    def formula_2019_01(individu, period):
        tarif = individu.famille("creche_psu_ressources", period) * individu.famille(
            "creche_psu_taux", period
        )
        return individu("creche_psu_eligibilite", period) * round_(tarif, 2)


class creche_psu_mensualite(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix de la crèche pour un mois, d'après le contrat"
    reference = BAREME

    def formula_2019_01(individu, period):
        return individu("creche_psu", period) * individu("creche_psu_heures", period)


class creche_psu_confie_ase(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Enfant confié à l'aide sociale à l'enfance, dont le tarif est à confirmer"
    reference = CIRCULAIRE

    def formula_2019_01(individu, period):
        return individu("enfant_confie_ase", period) != AccueilASE.non


class creche_psu_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la place en crèche"

    def formula_2019_01(individu, period):
        return statut(
            eligibilite=individu("creche_psu_eligibilite", period),
            a_etudier=individu("creche_psu_confie_ase", period),
            sinon=Statut.eligible_probable,
        )
