"""Aide aux demi-pensionnaires des collèges privés, créée par le Département du Rhône à la rentrée 2010."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import StatutsEtablissementScolaire, TypesScolarite

from openfisca_lyon.variables.communs.statut import Statut, statut

PRESSE = "https://alyonzenfants.blogspot.com/2010/09/cantines-et-demi-pension-le-departement.html"


class demi_pension_college_prive_condition_collegien(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est élève d'un collège privé de la Métropole"
    reference = PRESSE

    def formula_2010_09(individu, period):
        college = individu("scolarite", period) == TypesScolarite.college
        etablissement = individu("statuts_etablissement_scolaire", period)
        prive = (etablissement == StatutsEtablissementScolaire.prive_sous_contrat) + (
            etablissement == StatutsEtablissementScolaire.prive_hors_contrat
        )
        return college * prive * individu("college_dans_la_metropole", period)


class demi_pension_college_prive_condition_demi_pension(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est inscrit à la demi-pension"
    reference = PRESSE

    def formula_2010_09(individu, period):
        return individu("demi_pensionnaire", period)


class demi_pension_college_prive_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut demander si l'aide existe encore"
    reference = PRESSE

    def formula_2010_09(individu, period):
        return individu("demi_pension_college_prive_condition_collegien", period) * individu(
            "demi_pension_college_prive_condition_demi_pension", period
        )


class demi_pension_college_prive_maintien_inconnu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Rien ne dit si l'aide existe encore, ni son montant"
    reference = PRESSE

    def formula_2010_09(individu, period):
        return individu("demi_pension_college_prive_eligibilite", period)


class demi_pension_college_prive_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide aux demi-pensionnaires des collèges privés"

    def formula_2010_09(individu, period):
        return statut(
            eligibilite=individu("demi_pension_college_prive_eligibilite", period),
            a_etudier=individu("demi_pension_college_prive_maintien_inconnu", period),
            sinon=Statut.eligible_probable,
        )
