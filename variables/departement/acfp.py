"""Allocation compensatrice pour frais professionnels (ACFP), fermée aux nouvelles demandes depuis 2006."""

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
    "À quel taux recevez-vous l'ACFP ?",
    aide="Écrivez par exemple 0,5 pour 50 %. Répondez 0 si vous ne savez pas.",
    seuils=("departement.acfp.taux_maximal",),
    age=(36, 130),
)
class acfp_taux(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Taux de l'ACFP notifié"
    unit = "/1"


class acfp_condition_beneficiaire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit déjà l'ACFP, fermée aux nouvelles demandes depuis 2006"
    reference = FICHE

    def formula_2006(individu, period):
        return individu("acfp_percu", period)


class acfp_condition_incapacite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A un taux d'incapacité suffisant"
    reference = FICHE

    def formula_2006(individu, period, parameters):
        exige = parameters(period).departement.acfp.taux_incapacite
        return individu("taux_incapacite", period) >= exige  # « au moins » : borne incluse


class acfp_condition_pch(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ne reçoit pas la PCH"
    reference = FICHE

    def formula_2006(individu, period):
        return ~individu("pch_percu", period)


class acfp_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables pour garder l'ACFP"

    def formula_2006(individu, period):
        return (
            individu("acfp_condition_beneficiaire", period)
            * individu("acfp_condition_incapacite", period)
            * individu("acfp_condition_pch", period)
        )


class acfp(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Allocation compensatrice pour frais professionnels, par mois"
    reference = BAREME

    def formula_2006(individu, period, parameters):
        sante = parameters(period).prestations_sociales.prestations_etat_de_sante
        taux = min_(individu("acfp_taux", period), parameters(period).departement.acfp.taux_maximal)
        ouvert = individu("acfp_eligibilite", period)
        return au_centime(ouvert * taux * sante.perte_autonomie_personnes_agees.mtp)


class acfp_taux_inconnu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le taux notifié n'est pas connu"

    def formula_2006(individu, period):
        return individu("acfp_percu", period) * (individu("acfp_taux", period) <= 0)


class acfp_majoration_inconnue(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "La majoration pour tierce personne du mois n'a pas été trouvée"

    def formula_2006(individu, period, parameters):
        inconnue = parameters(period).departement.acfp.majoration_inconnue
        return individu("acfp_percu", period) * inconnue


class acfp_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'ACFP"

    def formula_2006(individu, period):
        return statut(
            eligibilite=individu("acfp_eligibilite", period),
            a_etudier=individu("acfp_taux_inconnu", period) + individu("acfp_majoration_inconnue", period),
            sinon=Statut.eligible_probable,  # la commission (CDAPH) revoit le droit à chaque échéance
        )
