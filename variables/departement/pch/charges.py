"""PCH, 4e élément : les charges spécifiques et exceptionnelles (article D. 245-23 du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.departement.pch.arrondi import au_centime

FICHE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F14202"


@question(
    "Combien dépensez-vous chaque mois à cause du handicap, que rien d'autre ne paie ?",
    aide="Dépenses régulières : protections, abonnement de téléassistance, entretien du fauteuil.",
    domaine=(0, 200),
)
class charges_specifiques_handicap(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Charges spécifiques liées au handicap, par mois"


@question(
    "Combien vous coûtent les dépenses d'une seule fois dues au handicap ?",
    aide="Par exemple une réparation, ou le surcoût de vacances adaptées.",
    domaine=(0, 1000),
)
class charges_exceptionnelles_handicap(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Charges exceptionnelles liées au handicap"


@question(
    "Combien la PCH vous a-t-elle déjà versé pour ces dépenses sur la période en cours ?",
    aide="La période est de dix ans depuis 2022, de trois ans avant.",
    seuils=("departement.pch.charges.plafond_exceptionnelles",),
)
class pch_charges_exceptionnelles_deja_versees(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "PCH, charges exceptionnelles déjà versées sur la période du plafond"


class pch_charges_specifiques(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, charges spécifiques, par mois"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        charges = parameters(period).departement.pch.charges
        aide = individu("charges_specifiques_handicap", period) * charges.taux
        ouvert = individu("pch_eligibilite_complete", period)
        return au_centime(ouvert * min_(aide, charges.plafond_specifiques))


class pch_charges_exceptionnelles(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, charges exceptionnelles"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        charges = parameters(period).departement.pch.charges
        aide = individu("charges_exceptionnelles_handicap", period) * charges.taux
        deja_versees = individu("pch_charges_exceptionnelles_deja_versees", period)
        reste = max_(0, charges.plafond_exceptionnelles - deja_versees)
        return au_centime(individu("pch_eligibilite_complete", period) * min_(aide, reste))


class pch_charges_specifiques_inconnues(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les dépenses régulières ne sont pas connues"

    def formula_2019(individu, period):
        return individu("pch_eligibilite_complete", period) * (
            individu("charges_specifiques_handicap", period) <= 0
        )


class pch_charges_specifiques_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut des charges spécifiques de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite_complete", period),
            a_etudier=individu("pch_a_verifier", period)
            + individu("pch_charges_specifiques_inconnues", period),
            sinon=Statut.eligible_probable,
        )


class pch_charges_exceptionnelles_inconnues(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les dépenses d'une fois ne sont pas connues"

    def formula_2019(individu, period):
        return individu("pch_eligibilite_complete", period) * (
            individu("charges_exceptionnelles_handicap", period) <= 0
        )


class pch_charges_exceptionnelles_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut des charges exceptionnelles de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite_complete", period),
            a_etudier=individu("pch_a_verifier", period)
            + individu("pch_charges_exceptionnelles_inconnues", period),
            sinon=Statut.eligible_probable,
        )
