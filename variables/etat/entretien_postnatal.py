"""Entretien postnatal précoce, article L2122-1 du code de la santé publique, depuis le 1er juillet 2022."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

CODE = (
    "https://french-business-law.com/rench-legislation-art/article-l2112-2-of-the-french-public-health-code"
)


class entretien_postnatal_condition_naissance(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A un enfant né depuis peu"
    reference = CODE

    def formula_2022_07(individu, period, parameters):
        limite = parameters(period).etat.entretien_postnatal.age_maximum
        mois = individu.famille.members("age_en_mois", period)
        enfant = individu.famille.members.has_role(Famille.ENFANT)
        bebe = individu.famille.any(enfant * (mois >= 0) * (mois <= limite))
        return individu.has_role(Famille.PARENT) * bebe


class entretien_postnatal_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Entretien postnatal précoce"
    reference = CODE

    def formula_2022_07(individu, period):
        return individu("entretien_postnatal_condition_naissance", period)


class entretien_postnatal_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Entretien postnatal précoce"

    def formula_2022_07(individu, period):
        eligibilite = individu("entretien_postnatal_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
