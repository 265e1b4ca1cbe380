"""Pass'Région jeunes, carte de la région Auvergne-Rhône-Alpes."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import TypesScolarite

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.etudes import DispositifScolaireAdapte

REGION = "https://www.auvergnerhonealpes.fr/actualites/la-region-soutient-le-pouvoir-dachat-des-familles"


@question(
    "Êtes-vous en formation sanitaire ou sociale, en IME ou inscrit au CNED ?",
    age=(14, 27),
)
class pass_region_autre_formation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "En formation sanitaire ou sociale, en IME ou au CNED"


@question("Avez-vous la carte Pass'Région ?", age=(14, 27))
class pass_region_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A la carte Pass'Région"

    def formula(individu, period):
        return individu("pass_region_eligibilite", period)


class pass_region_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas dépassé l'âge du Pass'Région"
    reference = REGION

    def formula(individu, period, parameters):
        return individu("age", period) <= parameters(period).region.pass_region.age_maximum


class pass_region_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la région Auvergne-Rhône-Alpes"
    reference = REGION

    def formula(individu, period):
        return individu.menage("reside_auvergne_rhone_alpes", period)


class pass_region_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est lycéen, apprenti, suivi en mission locale ou dans une formation admise"
    reference = REGION

    def formula(individu, period):
        lyceen = individu("scolarite", period) == TypesScolarite.lycee
        ime = individu("dispositif_scolaire_adapte", period) == DispositifScolaireAdapte.ime
        return (
            lyceen
            + ime
            + individu("apprenti", period)
            + individu("suivi_mission_locale", period)
            + individu("suivi_e2c", period)
            + individu("pass_region_autre_formation", period)
        )


class pass_region_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du Pass'Région"
    reference = REGION

    def formula(individu, period):
        return (
            individu("pass_region_condition_age", period)
            * individu("pass_region_condition_residence", period)
            * individu("pass_region_condition_public", period)
        )


class pass_region_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du Pass'Région"

    def formula(individu, period):
        return statut(
            eligibilite=individu("pass_region_eligibilite", period),
            sinon=Statut.eligible_probable,  # la Région délivre la carte, une charte est à signer
        )
