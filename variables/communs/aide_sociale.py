"""Aide sociale aux personnes âgées ou handicapées : qui en relève, et le plafond du minimum vieillesse."""

from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Famille, Individu

CASF = (
    "https://www.legifrance.gouv.fr/affichCode.do?"
    "idSectionTA=LEGISCTA000006145439&cidTexte=LEGITEXT000006074069"
)


class aide_sociale_personne_agee(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'aide sociale aux personnes âgées, abaissé en cas d'inaptitude au travail"
    reference = CASF

    def formula(individu, period, parameters):
        loi = parameters(period).communs.aide_sociale
        age = individu("age", period)
        inapte = individu("inapte_travail", period)
        return (age >= loi.age_minimum) + (age >= loi.age_minimum_inapte) * inapte


class aide_sociale_personne_handicapee(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A un taux d'incapacité élevé, ou ne peut trouver d'emploi du fait de son handicap"
    reference = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074069"

    def formula(individu, period, parameters):
        taux = parameters(period).communs.aide_sociale.taux_incapacite
        restriction = individu("aah_restriction_substantielle_durable_acces_emploi", period)
        return (individu("taux_incapacite", period) >= taux) + restriction


class plafond_minimum_vieillesse(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Plafond mensuel de ressources du minimum vieillesse, seul ou en couple"
    reference = "https://www.service-public.fr/particuliers/vosdroits/F16871"

    def formula(famille, period, parameters):
        vieillesse = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse
        plafond = vieillesse.aspa.plafond_ressources
        return where(famille("en_couple", period), plafond.couples, plafond.personnes_seules) / 12


class personne_agee_ou_handicapee(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge des services aux personnes âgées, ou est adulte avec un handicap reconnu"
    reference = "https://www.service-public.fr/particuliers/vosdroits/F15240"

    def formula(individu, period, parameters):
        loi = parameters(period).communs.services_autonomie
        age = individu("age", period)
        reconnu = (individu("taux_incapacite", period) > 0) + individu(
            "orientation_mdmph_hebergement", period
        )
        return (age >= loi.age_minimum) + (age >= loi.age_adulte) * reconnu
