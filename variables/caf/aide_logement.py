"""Aide au logement : les conditions d'un montant que calcule OpenFisca-France (article L. 821-1 du CCH)."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille
from openfisca_france.model.base import TypesStatutOccupationLogement

FICHE = "https://www.service-public.fr/particuliers/vosdroits/N20360"


class aide_logement_condition_occupation(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Est locataire, logé en foyer, ou rembourse un prêt pour son logement"
    reference = FICHE

    def formula(famille, period):
        occupation = famille.demandeur.menage("statut_occupation_logement", period)
        return (
            (occupation == TypesStatutOccupationLogement.locataire_hlm)
            + (occupation == TypesStatutOccupationLogement.locataire_vide)
            + (occupation == TypesStatutOccupationLogement.locataire_meuble)
            + (occupation == TypesStatutOccupationLogement.locataire_foyer)
            + (occupation == TypesStatutOccupationLogement.primo_accedant)
        )


class aide_logement_condition_loyer(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Paie un loyer ou une mensualité"
    reference = FICHE
    documentation = "OpenFisca-France donne une petite aide à un loyer nul : cette condition l'écarte."

    def formula(famille, period):
        return famille.demandeur.menage("loyer", period) > 0


class aide_logement_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un des parents est français, ou en situation régulière"
    reference = FICHE
    documentation = "OpenFisca-France ne regarde pas le séjour pour cette aide."

    def formula(famille, period):
        return famille.any(famille.members("sejour_regulier", period), role=Famille.PARENT)


class aide_logement_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les revenus laissent une aide à verser"
    reference = FICHE

    def formula(famille, period):
        return famille("aide_logement", period) > 0
