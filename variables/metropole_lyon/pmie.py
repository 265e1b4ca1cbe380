"""Programme métropolitain d'insertion pour l'emploi (PMI'e), 2016-2021 puis 2022-2026. Un programme, non une allocation."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.sejour import mois_entiers

PROGRAMME = "https://grandlyon.com/metropole/insertion-et-emploi.html"


class pmie_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2026-12-31"
    label = "Habite la Métropole de Lyon"
    reference = PROGRAMME

    def formula_2016(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class pmie_beneficiaire_rsa(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2026-12-31"
    label = "Reçoit le RSA, ou son conjoint le reçoit"
    reference = PROGRAMME

    def formula_2016(individu, period):
        return individu.has_role(Famille.PARENT) * individu.famille("rsa_percu", period)


class pmie_chomage_longue_duree(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2026-12-31"
    label = "Est inscrit à France Travail depuis longtemps"
    reference = PROGRAMME

    def formula_2016(individu, period, parameters):
        longue = parameters(period).metropole_lyon.pmie.duree_chomage_longue
        inscription = individu("date_inscription_france_travail", period).astype("datetime64[D]")
        return mois_entiers(inscription, period) >= longue


class pmie_condition_recherche(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2026-12-31"
    label = "Cherche un emploi, ou reçoit le RSA"
    reference = PROGRAMME

    def formula_2016(individu, period):
        chomeur = individu("activite", period) == TypesActivite.chomeur
        return (
            chomeur
            + individu("pmie_beneficiaire_rsa", period)
            + individu("pmie_chomage_longue_duree", period)
        )


class pmie_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2026-12-31"
    label = "Peut être orienté vers le PMI'e"
    reference = PROGRAMME

    def formula_2016(individu, period):
        return individu("pmie_condition_residence", period) * individu("pmie_condition_recherche", period)


class pmie_eloignement_a_apprecier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2026-12-31"
    label = "L'éloignement de l'emploi est apprécié par un référent"
    reference = PROGRAMME

    def formula_2016(individu, period):
        public = individu("pmie_beneficiaire_rsa", period) + individu("pmie_chomage_longue_duree", period)
        return ~public


class pmie_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    end = "2026-12-31"
    label = "Statut de l'orientation vers le PMI'e"

    def formula_2016(individu, period):
        return statut(
            eligibilite=individu("pmie_eligibilite", period),
            a_etudier=individu("pmie_eloignement_a_apprecier", period),
            sinon=Statut.eligible_probable,  # un référent oriente vers une action du programme
        )
