"""Aide au permis des titulaires du Pass'Région : mission d'engagement, jeunes sapeurs-pompiers et cadets."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

REGION = "https://www.auvergnerhonealpes.fr/actualites/la-region-soutient-le-pouvoir-dachat-des-familles"


@question(
    "Combien d'heures de mission d'engagement avez-vous faites avec le Pass'Région ?",
    aide="Dans une association ou une structure agréée par la Région.",
    seuils=("region.permis_pass_region.heures_courte", "region.permis_pass_region.heures_longue"),
    age=(14, 27),
)
class heures_mission_engagement(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures de mission d'engagement faites dans une structure agréée"


@question("Êtes-vous jeune sapeur-pompier ou cadet de la gendarmerie ?", age=(11, 27))
class jeune_sapeur_pompier_ou_cadet(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Jeune sapeur-pompier, ou lycéen cadet de la gendarmerie"


class permis_pass_region_condition_carte(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A la carte Pass'Région"
    reference = REGION

    def formula_2025_09(individu, period):
        return individu("pass_region_percu", period)


class permis_pass_region_mission(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide au permis pour une mission d'engagement"
    reference = REGION
    documentation = "Les apprentis n'y ont pas droit."

    def formula_2025_09(individu, period, parameters):
        permis = parameters(period).region.permis_pass_region
        heures = individu("heures_mission_engagement", period)
        montant = where(
            heures >= permis.heures_longue,
            permis.montant_longue,
            where(heures >= permis.heures_courte, permis.montant_courte, 0),
        )
        return ~individu("apprenti", period) * montant


class permis_pass_region_cadet(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide au permis des jeunes sapeurs-pompiers et des cadets"
    reference = REGION

    def formula_2025_09(individu, period, parameters):
        montant = parameters(period).region.permis_pass_region.montant_cadet
        return individu("jeune_sapeur_pompier_ou_cadet", period) * montant


class permis_pass_region_condition_engagement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A fait une mission d'engagement, ou est jeune sapeur-pompier ou cadet"
    reference = REGION

    def formula_2025_09(individu, period):
        return (individu("permis_pass_region_mission", period) > 0) + (
            individu("permis_pass_region_cadet", period) > 0
        )


class permis_pass_region_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'aide au permis du Pass'Région"
    reference = REGION

    def formula_2025_09(individu, period):
        return individu("permis_pass_region_condition_carte", period) * individu(
            "permis_pass_region_condition_engagement", period
        )


class permis_pass_region(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide au permis du Pass'Région, une fois"
    reference = REGION
    documentation = (
        "Le cumul d'une mission et du statut de cadet n'est pas publié : la plus forte est retenue."
    )

    def formula_2025_09(individu, period):
        return individu("permis_pass_region_eligibilite", period) * max_(
            individu("permis_pass_region_mission", period), individu("permis_pass_region_cadet", period)
        )


class permis_pass_region_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide au permis du Pass'Région"

    def formula_2025_09(individu, period):
        return statut(
            eligibilite=individu("permis_pass_region_eligibilite", period),
            sinon=Statut.eligible_probable,  # la structure agréée et la Région valident
        )
