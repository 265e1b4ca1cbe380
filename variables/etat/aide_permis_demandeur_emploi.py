"""Aide de France Travail au permis B. Le montant est celui d'OpenFisca-France."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.sejour import mois_entiers

SERVICE_PUBLIC = "https://lesneven.bzh/mon-quotidien/citoyennete/?xml=F1719"


class aide_permis_demandeur_emploi_inscription_recente(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est pas inscrit à France Travail depuis assez longtemps"
    reference = SERVICE_PUBLIC
    documentation = "Une promesse d'embauche permet une dérogation."

    def formula(individu, period, parameters):
        exigee = parameters(period).etat.aide_permis_demandeur_emploi.duree_inscription
        inscription = individu("date_inscription_france_travail", period).astype("datetime64[D]")
        return mois_entiers(inscription, period) < exigee


class aide_permis_demandeur_emploi_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide de France Travail au permis B"

    def formula(individu, period):
        return statut(
            eligibilite=individu("aide_permis_demandeur_emploi_eligibilite_individu", period)
            * individu("aide_permis_demandeur_emploi_eligibilite_financiere", period),
            a_etudier=individu("aide_permis_demandeur_emploi_inscription_recente", period),
            sinon=Statut.eligible_probable,  # le conseiller constate que le permis manque
        )
