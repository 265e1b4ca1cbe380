"""MaPrimeAdapt', aide de l'Anah à l'adaptation du logement, depuis le 1er janvier 2024."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, min_, select, set_input_dispatch_by_period
from openfisca_france.entities import Menage
from openfisca_france.model.base import TypesStatutOccupationLogement
from openfisca_france.model.prestations.autonomie import TypesGir

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.national.eligibilite_anah import CategorieAnah

SOLIHA = "https://www.soliha-bretagne.fr/adapter-mon-logement-c14.html"
MONTANTS = "https://abcd-audit.fr/maprime-adapt/bourgogne-franche-comte"


@question(
    "Combien coûtent les travaux pour adapter votre logement ?",
    aide="Hors taxes : douche, monte-escalier, portes plus larges… Répondez 0 si vous n'avez pas de projet.",
    seuils=("etat.maprimeadapt.plafond_travaux",),
)
class maprimeadapt_travaux_cout(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Coût hors taxes des travaux d'adaptation du logement"


class maprimeadapt_condition_occupation(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Est propriétaire de son logement, ou locataire du parc privé"
    reference = SOLIHA

    def formula_2024(menage, period):
        occupation = menage("statut_occupation_logement", period)
        return (
            (occupation == TypesStatutOccupationLogement.proprietaire)
            + (occupation == TypesStatutOccupationLogement.primo_accedant)
            + (occupation == TypesStatutOccupationLogement.locataire_vide)
            + (occupation == TypesStatutOccupationLogement.locataire_meuble)
        )


class maprimeadapt_condition_personne(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Une personne du logement est âgée ou handicapée"
    reference = SOLIHA

    def formula_2024(menage, period, parameters):
        seuils = parameters(period).etat.maprimeadapt
        age = menage.members("age", period)
        gir = menage.members("gir", period)
        concernee = (
            (age >= seuils.age)
            + (age >= seuils.age_avec_perte_autonomie) * (gir != TypesGir.non_defini)
            + (menage.members("taux_incapacite", period) >= seuils.taux_incapacite)
            + menage.members("pch_percu", period)
        )
        return menage.any(concernee)


class maprimeadapt_condition_ressources(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "A des ressources modestes ou très modestes"
    reference = SOLIHA

    def formula_2024(menage, period):
        categorie = menage("eligibilite_anah", period.this_year)
        return (categorie == CategorieAnah.tres_modeste) + (categorie == CategorieAnah.modestes)


class maprimeadapt_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de MaPrimeAdapt'"
    reference = SOLIHA

    def formula_2024(menage, period):
        return (
            menage("maprimeadapt_condition_occupation", period)
            * menage("maprimeadapt_condition_personne", period)
            * menage("maprimeadapt_condition_ressources", period)
        )


class maprimeadapt(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "MaPrimeAdapt', au plus"
    reference = MONTANTS

    def formula_2024(menage, period, parameters):
        adapt = parameters(period).etat.maprimeadapt
        categorie = menage("eligibilite_anah", period.this_year)
        taux = select(
            [categorie == CategorieAnah.tres_modeste, categorie == CategorieAnah.modestes],
            [adapt.taux_tres_modeste, adapt.taux_modeste],
            default=0,
        )
        depense = min_(menage("maprimeadapt_travaux_cout", period), adapt.plafond_travaux)
        return menage("maprimeadapt_eligibilite", period) * taux * depense


class maprimeadapt_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    label = "Statut de MaPrimeAdapt'"

    def formula_2024(menage, period):
        return statut(
            eligibilite=menage("maprimeadapt_eligibilite", period),
            sinon=Statut.eligible_probable,  # l'Anah, ou la Métropole pour elle, étudie le projet
        )
