"""Aide sociale à l'hébergement : ce que les personnes âgées et handicapées ont en commun."""

from datetime import date

import numpy as np
from openfisca_core.model_api import ETERNITY, MONTH, Variable, min_, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.situation.autonomie import LieuDeVie

METROPOLE = "https://www.grandlyon.com/services/aide-sociale-a-l-hebergement-personnes-agees.html"


@question(
    "À quelle date êtes-vous entré dans l'établissement ou chez l'accueillant familial ?",
    aide="Si vous n'y êtes pas encore, laissez vide.",
    domaine=(0, 1, 12),
    age=(18, 130),
)
class date_entree_etablissement(Variable):
    value_type = date
    default_value = date(9999, 12, 31)  # pas encore entré
    entity = Individu
    definition_period = ETERNITY
    label = "Date d'entrée en établissement ou en accueil familial"


@question(
    "Quel est le prix de l'hébergement, par mois ?",
    aide="Le tarif hébergement seul, sans le tarif dépendance. Il est affiché par jour : multipliez par 30.",
    domaine=(0, 2400),
    age=(18, 130),
)
class cout_hebergement_mensuel(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prix mensuel de l'hébergement"


class ash_ressources(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Ressources mensuelles de la personne, retenues pour l'aide sociale à l'hébergement"
    reference = METROPOLE
    documentation = (
        "Toutes les ressources comptent, biens non productifs compris, hors aides au logement. La retraite du "
        "combattant et les pensions honorifiques n'y sont pas. L'ASPA d'un couple est partagée en deux."
    )

    def formula(individu, period):
        parents = individu.famille("nb_parents", period)
        aspa = individu.has_role(Famille.PARENT) * individu.famille("aspa", period) / np.maximum(1, parents)
        return (
            individu("salaire_net", period)
            + individu("chomage_net", period)
            + individu("retraite_nette", period)
            + individu("pensions_invalidite", period)
            + individu("pensions_alimentaires_percues", period)
            + individu("revenus_capital", period)
            + individu("revenus_locatifs", period)
            + individu("aah", period)
            + individu("asi", period)
            + aspa
            + individu("revenu_biens_non_productifs", period)
        )


class ash_ressources_couple(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Ressources mensuelles du couple, pour l'aide sociale à l'hébergement"

    def formula(famille, period):
        return famille.sum(famille.members("ash_ressources", period), role=Famille.PARENT)


class conjoint_reste_a_domicile(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "L'un des deux membres du couple vit à domicile, l'autre est hébergé"

    def formula(famille, period):
        a_domicile = famille.members("lieu_de_vie", period) == LieuDeVie.domicile
        return famille("en_couple", period) * (famille.sum(a_domicile, role=Famille.PARENT) == 1)


class ash_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habitait la Métropole depuis assez longtemps avant d'entrer en établissement"
    reference = METROPOLE
    documentation = "Une personne qui n'est pas encore entrée est supposée entrer le premier du mois."

    def formula(individu, period, parameters):
        exigee = parameters(period).communs.ash.duree_residence
        arrivee = individu("date_arrivee_metropole", period).astype("datetime64[D]")
        entree = individu("date_entree_etablissement", period).astype("datetime64[D]")
        entree = min_(entree, np.datetime64(period.start))
        mois = arrivee.astype("datetime64[M]")
        jours = arrivee - mois.astype("datetime64[D]")
        anniversaire = (mois + int(exigee)).astype("datetime64[D]") + jours
        return entree > anniversaire  # « plus de trois mois » : borne exclue


class ash_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est en situation régulière"
    reference = METROPOLE

    def formula(individu, period):
        return individu("sejour_regulier", period)


class ash_cout_inconnu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le prix de l'hébergement n'est pas connu"
    reference = METROPOLE

    def formula(individu, period):
        return individu("cout_hebergement_mensuel", period) <= 0
