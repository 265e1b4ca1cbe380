"""Allocation compensatrice pour tierce personne (ACTP), fermée aux nouvelles demandes depuis 2006."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, min_, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.departement.pch.arrondi import au_centime

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F2475"
BAREME = (
    "https://www.mdph36.fr/droits-et-prestations/adultes/allocation-compensatrice-pour-tierce-personne-actp/"
)


@question(
    "À quel taux recevez-vous l'ACTP ?",
    aide="Écrivez par exemple 60 pour 60 %. Répondez 0 si vous ne savez pas.",
    seuils=("departement.actp.taux_minimal", "departement.actp.taux_maximal"),
    age=(36, 130),
)
class actp_taux(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Taux de l'ACTP notifié"
    unit = "/1"


class actp_condition_beneficiaire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit déjà l'ACTP, fermée aux nouvelles demandes depuis 2006"
    reference = FICHE

    def formula_2006(individu, period):
        return individu("actp_percu", period)


class actp_condition_incapacite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A un taux d'incapacité suffisant"
    reference = FICHE

    def formula_2006(individu, period, parameters):
        exige = parameters(period).departement.actp.taux_incapacite
        return individu("taux_incapacite", period) >= exige  # « au moins » : borne incluse


class actp_condition_pch(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ne reçoit pas la PCH"
    reference = FICHE

    def formula_2006(individu, period):
        return ~individu("pch_percu", period)


class actp_condition_mtp(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ne reçoit pas de majoration pour tierce personne"
    reference = FICHE

    def formula_2006(individu, period):
        return ~individu("mtp_percu", period)


class actp_condition_hospitalisation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est pas à l'hôpital depuis trop longtemps"
    reference = FICHE

    def formula_2006(individu, period, parameters):
        jours = parameters(period).departement.actp.jours_hospitalisation
        return individu("jours_consecutifs_en_etablissement", period) <= jours  # maintenue 45 jours


class actp_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables pour garder l'ACTP"

    def formula_2006(individu, period):
        return (
            individu("actp_condition_beneficiaire", period)
            * individu("actp_condition_incapacite", period)
            * individu("actp_condition_pch", period)
            * individu("actp_condition_mtp", period)
            * individu("actp_condition_hospitalisation", period)
        )


class actp(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Allocation compensatrice pour tierce personne, par mois"
    reference = BAREME

    def formula_2006(individu, period, parameters):
        sante = parameters(period).prestations_sociales.prestations_etat_de_sante
        taux = min_(individu("actp_taux", period), parameters(period).departement.actp.taux_maximal)
        ouvert = individu("actp_eligibilite", period)
        return au_centime(ouvert * taux * sante.perte_autonomie_personnes_agees.mtp)


class actp_taux_inconnu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le taux notifié n'est pas connu"

    def formula_2006(individu, period):
        return individu("actp_percu", period) * (individu("actp_taux", period) <= 0)


class actp_majoration_inconnue(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "La majoration pour tierce personne du mois n'a pas été trouvée"

    def formula_2006(individu, period, parameters):
        inconnue = parameters(period).departement.actp.majoration_inconnue
        return individu("actp_percu", period) * inconnue


class actp_choix_a_faire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit l'APA, ou pourrait la recevoir : elle ne se cumule pas avec l'ACTP"
    reference = FICHE

    def formula_2006(individu, period):
        return individu("apa_percu", period)


class actp_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'ACTP"

    def formula_2006(individu, period):
        return statut(
            eligibilite=individu("actp_eligibilite", period),
            a_etudier=individu("actp_taux_inconnu", period)
            + individu("actp_majoration_inconnue", period)
            + individu("actp_choix_a_faire", period),
            sinon=Statut.eligible_probable,  # la commission (CDAPH) revoit le droit à chaque échéance
        )
