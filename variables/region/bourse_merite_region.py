"""Bourse au mérite de la région Auvergne-Rhône-Alpes."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesMention

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

AIDES_JEUNES = "https://github.com/betagouv/aides-jeunes"


@question(
    "Quelle moyenne avez-vous eue au CAP ou au brevet professionnel, sur 20 ?",
    aide="Mettez 0 si vous n'avez passé ni l'un ni l'autre.",
    seuils=("region.bourse_merite_region.moyenne_minimale",),
    age=(15, 30),
)
class moyenne_cap_bp(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Moyenne sur 20 obtenue au CAP ou au brevet professionnel"


@question(
    "Avez-vous eu votre diplôme (bac, CAP ou brevet professionnel) à la dernière session ?",
    age=(15, 30),
)
class diplome_de_l_annee(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A obtenu son diplôme à la dernière session"


class bourse_merite_region_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la région Auvergne-Rhône-Alpes"
    reference = AIDES_JEUNES

    def formula(individu, period):
        return individu.menage("reside_auvergne_rhone_alpes", period)


class bourse_merite_region_condition_resultat(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A la mention très bien au bac, ou la moyenne exigée au CAP ou au brevet professionnel"
    reference = AIDES_JEUNES

    def formula(individu, period, parameters):
        mention = individu("mention_baccalaureat", period)
        tres_bien = (mention == TypesMention.mention_tres_bien) + (
            mention == TypesMention.mention_tres_bien_felicitations_jury
        )
        moyenne_minimale = parameters(period).region.bourse_merite_region.moyenne_minimale
        return tres_bien + (individu("moyenne_cap_bp", period) >= moyenne_minimale)


class bourse_merite_region_condition_session(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A obtenu son diplôme à la dernière session"
    reference = AIDES_JEUNES

    def formula(individu, period):
        return individu("diplome_de_l_annee", period)


class bourse_merite_region_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de la bourse au mérite"
    reference = AIDES_JEUNES

    def formula(individu, period):
        return (
            individu("bourse_merite_region_condition_residence", period)
            * individu("bourse_merite_region_condition_resultat", period)
            * individu("bourse_merite_region_condition_session", period)
        )


class bourse_merite_region(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Bourse au mérite, une fois"
    reference = AIDES_JEUNES

    def formula(individu, period, parameters):
        return (
            individu("bourse_merite_region_eligibilite", period)
            * parameters(period).region.bourse_merite_region.montant
        )


class bourse_merite_region_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la bourse au mérite"

    def formula(individu, period):
        return statut(
            eligibilite=individu("bourse_merite_region_eligibilite", period),
            sinon=Statut.eligible_probable,  # la Région instruit la demande
        )
