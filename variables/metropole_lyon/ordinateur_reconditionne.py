"""Ordinateurs reconditionnés donnés par la Métropole de Lyon avec Emmaüs Connect et Weeefund, depuis 2022."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import TypesScolarite

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

PRESSE = (
    "https://www.lyoncapitale.fr/actualite/"
    "metropole-de-lyon-deja-500-jeunes-equipes-en-materiel-informatique-par-la-collectivite"
)


@question(
    "Votre collège fait-il partie d'une cité éducative ?",
    aide="Demandez-le au collège.",
    age=(10, 17),
)
class college_cite_educative(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Élève d'un collège de cité éducative"


class ordinateur_reconditionne_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = PRESSE

    def formula_2022(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class ordinateur_reconditionne_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est collégien d'une cité éducative, étudiant boursier ou bénéficiaire du RSJ"
    reference = PRESSE

    def formula_2022(individu, period):
        collegien = individu("college_cite_educative", period)
        etudiant = individu("etudiant", period) + (
            individu("scolarite", period) == TypesScolarite.enseignement_superieur
        )
        return collegien + etudiant * individu("boursier", period) + individu("rsj_percu", period)


class ordinateur_reconditionne_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Fait partie des publics des ordinateurs reconditionnés"
    reference = PRESSE

    def formula_2022(individu, period):
        return individu("ordinateur_reconditionne_condition_residence", period) * individu(
            "ordinateur_reconditionne_condition_public", period
        )


class ordinateur_reconditionne_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du don d'un ordinateur reconditionné"

    def formula_2022(individu, period):
        return statut(
            eligibilite=individu("ordinateur_reconditionne_eligibilite", period),
            sinon=Statut.eligible_probable,  # aucun droit ouvert : le stock décide
        )
