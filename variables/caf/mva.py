"""Majoration pour la vie autonome (MVA) : les conditions, lues par l'explication du droit (art. L821-1-2 du CSS).

Le montant est ``caah`` d'OpenFisca-France : son ``mva`` est le montant de quiconque a une aide au logement.
"""

from openfisca_core.model_api import MONTH, Variable, not_
from openfisca_france.entities import Individu, Menage
from openfisca_france.model.base import TypesStatutOccupationLogement

ARTICLE = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000019505277/"


class mva_condition_allocation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit l'AAH ou l'ASI"
    reference = ARTICLE

    def formula_2015_07(individu, period):
        return individu("aah_percu", period) + individu("asi_percu", period)


class mva_condition_incapacite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A un taux d'incapacité suffisant"
    reference = ARTICLE

    def formula_2015_07(individu, period, parameters):
        sante = parameters(period).prestations_sociales.prestations_etat_de_sante
        exige = sante.invalidite.aah.taux_capacite.taux_incapacite
        return individu("taux_incapacite", period) >= exige  # « au moins » : borne incluse


class mva_condition_logement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A son propre logement, seul ou avec son conjoint"
    reference = ARTICLE

    def formula_2015_07(individu, period):
        occupation = individu.menage("statut_occupation_logement", period)
        titulaire = individu.has_role(Menage.PERSONNE_DE_REFERENCE) + individu.has_role(Menage.CONJOINT)
        return titulaire * not_(occupation == TypesStatutOccupationLogement.locataire_foyer)


class mva_condition_aide_logement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit une aide au logement"
    reference = ARTICLE

    def formula_2015_07(individu, period):
        return individu.famille("aide_logement_montant", period) > 0
