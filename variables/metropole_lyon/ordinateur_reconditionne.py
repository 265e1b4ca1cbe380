"""Ordinateurs reconditionnés donnés aux jeunes par la Métropole de Lyon depuis 2022."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import TypesScolarite

from openfisca_lyon.variables.communs.statut import Statut, statut

PRESSE = "https://www.lyoncapitale.fr/actualite/metropole-de-lyon-deja-500-jeunes-equipes-en-materiel-informatique-par-la-collectivite"


class ordinateur_reconditionne_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est collégien dans la Métropole, étudiant boursier, ou reçoit le RSJ"
    reference = PRESSE

    def formula_2022_01(individu, period):
        scolarite = individu("scolarite", period)
        collegien = (scolarite == TypesScolarite.college) * individu("college_dans_la_metropole", period)
        etudiant = (scolarite == TypesScolarite.enseignement_superieur) * individu.menage(
            "reside_metropole_lyon", period
        )
        return collegien + etudiant * individu("boursier", period) + individu("rsj_percu", period)


class ordinateur_reconditionne_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Fait partie des jeunes visés"
    reference = PRESSE

    def formula_2022_01(individu, period):
        return individu("ordinateur_reconditionne_condition_public", period)


class ordinateur_reconditionne_reperage(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les jeunes sont repérés par leur collège ou leur conseiller, selon les appareils disponibles"
    reference = PRESSE

    def formula_2022_01(individu, period):
        return individu("ordinateur_reconditionne_eligibilite", period)


class ordinateur_reconditionne_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du don d'un ordinateur reconditionné"

    def formula_2022_01(individu, period):
        return statut(
            eligibilite=individu("ordinateur_reconditionne_eligibilite", period),
            a_etudier=individu("ordinateur_reconditionne_reperage", period),
            sinon=Statut.eligible_probable,
        )
