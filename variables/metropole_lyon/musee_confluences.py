"""Entrée gratuite au musée des Confluences, tarifs annoncés à l'ouverture, en décembre 2014."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite

from openfisca_lyon.variables.communs.statut import Statut, statut

TARIFS = "https://lyoncapitale.fr/Culture/Tarifs-quel-prix-pour-l-entree-du-musee-des-Confluences"


class musee_confluences_moins_de_18_ans(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est mineur"
    reference = TARIFS

    def formula_2015(individu, period, parameters):
        dernier = parameters(period).metropole_lyon.musee_confluences.age_gratuit_maximum
        return individu("age", period) <= dernier


class musee_confluences_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est lycéen, étudiant ou apprenti, et assez jeune"
    reference = TARIFS

    def formula_2015(individu, period, parameters):
        dernier = parameters(period).metropole_lyon.musee_confluences.age_etudes_maximum
        etudie = ~individu("sorti_systeme_educatif", period) + individu("apprenti", period)
        return etudie * (individu("age", period) <= dernier)


class musee_confluences_sans_emploi(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Cherche un emploi"
    reference = TARIFS

    def formula_2015(individu, period):
        cherche = individu("activite", period) == TypesActivite.chomeur
        return cherche + individu("inscrit_france_travail", period)


class musee_confluences_minimum_social(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit le RSA ou un autre minimum social"
    reference = TARIFS
    documentation = "RSA et ASPA de son foyer, AAH et ASI à son nom."

    def formula_2015(individu, period):
        parent = individu.has_role(Famille.PARENT)
        return (
            individu("pris_en_compte_rsa", period)
            + parent * individu.famille("aspa_percu", period)
            + individu("aah_percu", period)
            + individu("asi_percu", period)
        )


class musee_confluences_condition_motif(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A un motif d'entrée gratuite"
    reference = TARIFS

    def formula_2015(individu, period):
        return (
            individu("musee_confluences_moins_de_18_ans", period)
            + individu("musee_confluences_etudes", period)
            + individu("musee_confluences_sans_emploi", period)
            + individu("musee_confluences_minimum_social", period)
        )


class musee_confluences_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'entrée gratuite au musée des Confluences"

    def formula_2015(individu, period):
        return statut(
            eligibilite=individu("musee_confluences_condition_motif", period),
            sinon=Statut.eligible_probable,  # règle de 2014 : le guichet confirme
        )
