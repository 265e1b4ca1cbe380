"""Allocation simple d'aide sociale aux personnes âgées : articles L. 231-1 et R. 231-1 du CASF."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period, where
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.questions import poser, question
from openfisca_lyon.variables.communs.statut import Statut
from openfisca_lyon.variables.situation.sejour import TitreSejour

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F2444"

poser(
    "residence_continue_annees",
    "Depuis combien d'années vivez-vous en France sans interruption ?",
    domaine=(0, 5, 20),
    age=(60, 130),
)


@question("La caisse vous a-t-elle refusé l'allocation de solidarité (ASPA) ?", age=(60, 130))
class aspa_refusee(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A demandé l'ASPA, qui a été refusée"


@question("Recevez-vous l'allocation simple d'aide sociale aux personnes âgées ?", age=(60, 130))
class allocation_simple_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perçoit l'allocation simple d'aide sociale"

    def formula(individu, period):
        return individu("allocation_simple", period) > 0


class allocation_simple_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'aide sociale aux personnes âgées"
    reference = FICHE

    def formula(individu, period):
        return individu("aide_sociale_personne_agee", period)


class allocation_simple_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = FICHE
    documentation = "L'aide existe partout en France ; ici, elle se demande dans une commune de la Métropole."

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class allocation_simple_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est français, européen ou réfugié, ou étranger en situation régulière établi en France depuis longtemps"
    reference = FICHE

    def formula(individu, period, parameters):
        loi = parameters(period).etat.allocation_simple
        titre = individu("titre_sejour", period)
        dispense = (
            (titre == TitreSejour.francais)
            + (titre == TitreSejour.eee_suisse)
            + (titre == TitreSejour.protection_internationale)
        )
        # Les années comptées s'arrêtent à 70 ans : « au moins quinze ans avant soixante-dix ans ».
        apres_limite = max_(0, individu("age", period) - loi.age_limite_residence)
        annees = individu("residence_continue_annees", period) - apres_limite
        return dispense + individu("sejour_regulier", period) * (annees >= loi.duree_residence)


class allocation_simple_condition_retraite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ne reçoit aucune pension de retraite"
    reference = FICHE

    def formula(individu, period):
        return (individu("retraite_brute", period) <= 0) * (individu("retraite_nette", period) <= 0)


class allocation_simple_condition_aspa(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "S'est vu refuser l'ASPA"
    reference = FICHE

    def formula(individu, period):
        return individu("aspa_refusee", period)


class allocation_simple_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les ressources sont inférieures au plafond du minimum vieillesse"
    reference = FICHE

    def formula(individu, period):
        # Au plafond exactement, il n'y a rien à verser.
        ressources = individu.famille("asi_aspa_base_ressources", period)
        return ressources < individu.famille("plafond_minimum_vieillesse", period)


class allocation_simple_condition_apa(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ne reçoit pas l'APA"
    reference = FICHE

    def formula(individu, period):
        return ~individu("apa_percu", period)


class allocation_simple_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'allocation simple"
    reference = FICHE

    def formula(individu, period):
        return (
            individu("allocation_simple_condition_age", period)
            * individu("allocation_simple_condition_residence", period)
            * individu("allocation_simple_condition_sejour", period)
            * individu("allocation_simple_condition_retraite", period)
            * individu("allocation_simple_condition_aspa", period)
            * individu("allocation_simple_condition_ressources", period)
            * individu("allocation_simple_condition_apa", period)
        )


class allocation_simple_nb_beneficiaires(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    label = "Membres du couple qui peuvent avoir l'allocation simple"

    def formula(famille, period):
        return famille.sum(famille.members("allocation_simple_eligibilite", period), role=Famille.PARENT)


class allocation_simple(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Allocation simple d'aide sociale, montant mensuel de la personne"
    reference = FICHE
    documentation = "Elle complète les ressources jusqu'au minimum vieillesse. Un couple la partage en deux."

    def formula(individu, period, parameters):
        vieillesse = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse
        maximum = vieillesse.aspa.montant_maximum_annuel
        nombre = individu.famille("allocation_simple_nb_beneficiaires", period)
        montant_maximal = where(nombre > 1, maximum.couples, maximum.personnes_seules) / 12
        manque = individu.famille("plafond_minimum_vieillesse", period) - individu.famille(
            "asi_aspa_base_ressources", period
        )
        montant = max_(0, min_(montant_maximal, manque)) / max_(1, nombre)
        return individu("allocation_simple_eligibilite", period) * montant


class allocation_simple_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'allocation simple"

    def formula(individu, period):
        # Le préfet décide.
        return where(
            individu("allocation_simple_eligibilite", period),
            Statut.eligible_probable,
            Statut.non_eligible,
        )
