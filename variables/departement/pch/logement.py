"""PCH, 3e élément : l'aménagement du logement et le déménagement (articles D. 245-14 à D. 245-17 du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.departement.pch.arrondi import au_centime

FICHE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F14202"


@question(
    "Combien coûtent les travaux pour adapter votre logement au handicap ?",
    aide="Prenez le devis le moins cher.",
    seuils=("departement.pch.logement.tranche",),
)
class cout_travaux_logement_handicap(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Coût des travaux d'adaptation du logement"


@question(
    "Si vous vivez en établissement, combien de jours par an passez-vous chez vous ?",
    seuils=("departement.pch.etablissement.jours_au_domicile",),
)
class jours_au_domicile_par_an(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Jours passés chez soi dans l'année, quand on vit en établissement"


@question(
    "Combien la PCH vous a-t-elle déjà versé pour des travaux, en dix ans ?",
    seuils=("departement.pch.logement.plafond",),
)
class pch_logement_deja_verse(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "PCH, travaux du logement déjà versés sur la période du plafond"


@question(
    "Combien coûte votre déménagement vers un logement accessible ?",
    seuils=("departement.pch.logement.plafond_demenagement",),
)
class cout_demenagement_handicap(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Coût du déménagement vers un logement adapté"


@question(
    "Déménagez-vous vers un logement accessible parce que le vôtre ne peut pas être adapté, ou trop cher ?",
)
class logement_impossible_a_adapter(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le logement ne peut pas être adapté, ou à un coût trop élevé"


@question(
    "Combien la PCH vous a-t-elle déjà versé pour un déménagement, en dix ans ?",
    seuils=("departement.pch.logement.plafond_demenagement",),
)
class pch_demenagement_deja_verse(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "PCH, déménagement déjà versé sur la période du plafond"


class pch_condition_retour_domicile(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Vit chez soi, ou y revient assez de jours par an, ou reçoit l'AEEH"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        regles = parameters(period).departement.pch.etablissement
        jours = individu("jours_au_domicile_par_an", period)
        return (
            ~individu("pch_condition_etablissement", period)
            + (jours >= regles.jours_au_domicile)  # « au moins 30 jours »
            + individu("aeeh_percue", period)
        )


class pch_logement_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'aménagement du logement"

    def formula_2019(individu, period):
        return individu("pch_eligibilite", period) * individu("pch_condition_retour_domicile", period)


class pch_logement(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, aménagement du logement"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        logement = parameters(period).departement.pch.logement
        cout = individu("cout_travaux_logement_handicap", period)
        premiere = min_(cout, logement.tranche) * individu("pch_taux_prise_en_charge", period)
        au_dela = max_(0, cout - logement.tranche) * logement.taux_au_dela
        reste = max_(0, logement.plafond - individu("pch_logement_deja_verse", period))
        return au_centime(individu("pch_logement_eligibilite", period) * min_(premiere + au_dela, reste))


class pch_demenagement(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, déménagement"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        plafond = parameters(period).departement.pch.logement.plafond_demenagement
        aide = individu("cout_demenagement_handicap", period) * individu("pch_taux_prise_en_charge", period)
        reste = max_(0, plafond - individu("pch_demenagement_deja_verse", period))
        ouvert = individu("pch_eligibilite", period) * individu("logement_impossible_a_adapter", period)
        return au_centime(ouvert * min_(aide, reste))


class pch_logement_cout_inconnu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le coût des travaux n'est pas connu"

    def formula_2019(individu, period):
        return individu("pch_logement_eligibilite", period) * (
            individu("cout_travaux_logement_handicap", period) <= 0
        )


class pch_logement_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aménagement du logement de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_logement_eligibilite", period),
            a_etudier=individu("pch_a_verifier", period)
            + individu("pch_taux_a_verifier", period)
            + individu("pch_logement_cout_inconnu", period),
            sinon=Statut.eligible_probable,
        )


class pch_demenagement_cout_inconnu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le coût du déménagement n'est pas connu"

    def formula_2019(individu, period):
        return individu("pch_eligibilite", period) * (individu("cout_demenagement_handicap", period) <= 0)


class pch_demenagement_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide au déménagement de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite", period)
            * individu("logement_impossible_a_adapter", period),
            a_etudier=individu("pch_a_verifier", period)
            + individu("pch_taux_a_verifier", period)
            + individu("pch_demenagement_cout_inconnu", period),
            sinon=Statut.eligible_probable,
        )
