"""Aide alimentaire exceptionnelle aux collégiens, fermeture du printemps 2020 (annonce du 20 avril 2020)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import StatutsEtablissementScolaire, TypesScolarite

from openfisca_lyon.variables.communs.statut import Statut, statut

ANNONCE = "https://www.lyoncapitale.fr/actualite/metropole-de-lyon-une-aide-alimentaire-pour-12-000-collegiens-en-difficulte/"


class aide_alimentaire_collegiens_2020_condition_collegien(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2020-05-31"
    label = "Était élève d'un collège public de la Métropole"
    reference = ANNONCE

    def formula_2020_05(individu, period):
        college = individu("scolarite", period) == TypesScolarite.college
        public = individu("statuts_etablissement_scolaire", period) == StatutsEtablissementScolaire.public
        return college * public * individu("college_dans_la_metropole", period)


class aide_alimentaire_collegiens_2020_condition_demi_pension(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2020-05-31"
    label = "Était inscrit à la demi-pension"
    reference = ANNONCE

    def formula_2020_05(individu, period):
        return individu("demi_pensionnaire", period)


class aide_alimentaire_collegiens_2020_condition_quotient(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2020-05-31"
    label = "Quotient familial sous le plafond de l'aide"
    reference = ANNONCE

    def formula_2020_05(individu, period, parameters):
        plafond = parameters(period).metropole_lyon.aide_alimentaire_collegiens_2020.plafond_quotient
        return individu.famille("quotient_familial_cnaf", period) <= plafond


class aide_alimentaire_collegiens_2020_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2020-05-31"
    label = "Remplit les conditions de l'aide de 2020"
    reference = ANNONCE

    def formula_2020_05(individu, period):
        return (
            individu("aide_alimentaire_collegiens_2020_condition_collegien", period)
            * individu("aide_alimentaire_collegiens_2020_condition_demi_pension", period)
            * individu("aide_alimentaire_collegiens_2020_condition_quotient", period)
        )


class aide_alimentaire_collegiens_2020(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    end = "2020-05-31"
    label = "Aide alimentaire exceptionnelle de 2020, versée une fois"
    reference = ANNONCE

    def formula_2020_05(individu, period, parameters):
        aide = parameters(period).metropole_lyon.aide_alimentaire_collegiens_2020
        tres_modeste = (
            individu.famille("quotient_familial_cnaf", period) <= aide.plafond_quotient_tres_modeste
        )
        montant = where(tres_modeste, aide.montant_tres_modeste, aide.montant)
        return individu("aide_alimentaire_collegiens_2020_eligibilite", period) * montant


class aide_alimentaire_collegiens_2020_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    end = "2020-05-31"
    label = "Statut de l'aide alimentaire de 2020"

    def formula_2020_05(individu, period):
        eligibilite = individu("aide_alimentaire_collegiens_2020_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
