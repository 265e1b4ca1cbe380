"""Transport des élèves et étudiants handicapés, délibération n° 2018-2723 du 27 avril 2018."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import StatutsEtablissementScolaire

from openfisca_lyon.variables.communs.statut import Statut
from openfisca_lyon.variables.situation.etudes import DispositifScolaireAdapte

REVISION_2022 = (
    "https://www.lyftvnews.com/"
    "t7083-handicap-lyon-metropole-actualise-la-prise-en-charge-des-enfants-et-etudiants"
)


class transport_eleve_handicape_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = REVISION_2022

    def formula_2018_09(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class transport_eleve_handicape_condition_scolarite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est élève ou étudiant en milieu ordinaire, ULIS et SEGPA comprises"
    reference = REVISION_2022

    def formula_2018_09(individu, period):
        dispositif = individu("dispositif_scolaire_adapte", period)
        institut = (dispositif == DispositifScolaireAdapte.itep) + (
            dispositif == DispositifScolaireAdapte.ime
        )
        return ~individu("sorti_systeme_educatif", period) * ~institut


class transport_eleve_handicape_condition_etablissement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Va dans un établissement public, ou privé sous contrat"
    reference = REVISION_2022

    def formula_2018_09(individu, period):
        etablissement = individu("statuts_etablissement_scolaire", period)
        return (etablissement == StatutsEtablissementScolaire.public) + (
            etablissement == StatutsEtablissementScolaire.prive_sous_contrat
        )


class transport_eleve_handicape_condition_handicap(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ne peut pas prendre seul les transports en commun à cause d'un handicap"
    reference = REVISION_2022

    def formula_2018_09(individu, period):
        return individu("optibus_condition_handicap", period)


class transport_eleve_handicape_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du transport des élèves handicapés"
    reference = REVISION_2022

    def formula_2018_09(individu, period):
        return (
            individu("transport_eleve_handicape_condition_residence", period)
            * individu("transport_eleve_handicape_condition_scolarite", period)
            * individu("transport_eleve_handicape_condition_etablissement", period)
            * individu("transport_eleve_handicape_condition_handicap", period)
        )


class transport_eleve_handicape_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du transport des élèves et étudiants handicapés"

    def formula_2018_09(individu, period):
        eligibilite = individu("transport_eleve_handicape_eligibilite", period)
        # Les services de la Métropole donnent un avis et choisissent le mode de transport.
        return where(eligibilite, Statut.eligible_probable, Statut.non_eligible)
