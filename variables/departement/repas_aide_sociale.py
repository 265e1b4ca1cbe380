"""Participation aux repas (foyer-restaurant ou portage) au titre de l'aide sociale : article R. 231-3 du CASF."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut

CASF = (
    "https://www.legifrance.gouv.fr/affichCode.do?"
    "idSectionTA=LEGISCTA000006145439&cidTexte=LEGITEXT000006074069"
)


class repas_aide_sociale_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'aide sociale aux personnes âgées"
    reference = CASF

    def formula(individu, period):
        return individu("aide_sociale_personne_agee", period)


class repas_aide_sociale_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'aide aux repas"
    reference = CASF
    documentation = "Résidence, séjour, lieu de vie et ressources sont ceux de l'aide ménagère."

    def formula(individu, period):
        return (
            individu("repas_aide_sociale_condition_age", period)
            * individu("aide_menagere_condition_residence", period)
            * individu("aide_menagere_condition_sejour", period)
            * individu("aide_menagere_condition_lieu", period)
            * individu("aide_menagere_condition_ressources", period)
        )


class repas_aide_sociale_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide aux repas"

    def formula(individu, period):
        # La Métropole décide, et le montant local n'est pas publié.
        return where(
            individu("repas_aide_sociale_eligibilite", period),
            Statut.eligible_probable,
            Statut.non_eligible,
        )
