"""Allocation personnalisée d'autonomie en établissement : articles L. 232-8 à L. 232-11 du CASF."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.autonomie import LieuDeVie

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F10009"


class apa_etablissement_condition_lieu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Vit en EHPAD ou en unité de soins de longue durée"
    reference = FICHE

    def formula_2002(individu, period):
        return individu("lieu_de_vie", period) == LieuDeVie.ehpad


class apa_etablissement_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'APA en établissement"
    reference = FICHE
    documentation = "Âge, résidence, séjour et perte d'autonomie sont ceux de l'APA à domicile."

    def formula_2002(individu, period):
        return (
            individu("apa_domicile_condition_age", period)
            * individu("apa_domicile_condition_residence", period)
            * individu("apa_domicile_condition_sejour", period)
            * individu("apa_etablissement_condition_lieu", period)
            * individu("apa_domicile_condition_gir", period)
        )


class apa_etablissement_tarifs_inconnus(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les tarifs dépendance de l'établissement ne sont pas connus"
    reference = FICHE

    def formula_2002(individu, period):
        tarif = individu("dependance_tarif_etablissement_gir_dependant", period)
        socle = individu("dependance_tarif_etablissement_gir_5_6", period)
        return (tarif <= 0) + (socle <= 0)


class apa_etablissement_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "APA versée pour la personne hébergée, participation déduite"
    reference = FICHE

    def formula_2002(individu, period):
        return individu("apa_etablissement_eligibilite", period) * individu("apa_etablissement", period)


class apa_etablissement_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'APA en établissement"

    def formula_2002(individu, period):
        return statut(
            eligibilite=individu("apa_etablissement_eligibilite", period),
            a_etudier=individu("apa_gir_a_evaluer", period)
            + individu("apa_etablissement_tarifs_inconnus", period)
            + individu("apa_choix_a_faire", period),
            sinon=Statut.eligible_probable,  # accordée sur l'évaluation faite dans l'établissement
        )
