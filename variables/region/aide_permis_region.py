"""Aide de la région Auvergne-Rhône-Alpes au permis de conduire."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

GUIDE = (
    "https://www.mes-allocs.fr/guides/aide-mobilite/aide-permis-de-conduire/aide-region-permis-de-conduire/"
)


class aide_permis_region_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'aide"
    reference = GUIDE

    def formula(individu, period, parameters):
        return individu("age", period) == parameters(period).region.aide_permis_region.age


class aide_permis_region_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la région Auvergne-Rhône-Alpes"
    reference = GUIDE

    def formula(individu, period):
        return individu.menage("reside_auvergne_rhone_alpes", period)


class aide_permis_region_condition_formation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est inscrit dans une auto-école"
    reference = GUIDE

    def formula(individu, period):
        return individu("inscrit_auto_ecole", period)


class aide_permis_region_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'aide régionale au permis"
    reference = GUIDE

    def formula(individu, period):
        return (
            individu("aide_permis_region_condition_age", period)
            * individu("aide_permis_region_condition_residence", period)
            * individu("aide_permis_region_condition_formation", period)
        )


class aide_permis_region(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide régionale au permis, une fois"
    reference = GUIDE

    def formula(individu, period, parameters):
        return (
            individu("aide_permis_region_eligibilite", period)
            * parameters(period).region.aide_permis_region.montant
        )


class aide_permis_region_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide régionale au permis"

    def formula(individu, period):
        return statut(
            eligibilite=individu("aide_permis_region_eligibilite", period),
            sinon=Statut.eligible_probable,  # la Région instruit la demande
        )
