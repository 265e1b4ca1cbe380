"""Prime à la naissance de la Paje, articles L531-2 et D531-2 du code de la sécurité sociale."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, round_
from openfisca_france.entities import Famille
from openfisca_france.model.prestations.prestations_familiales.paje import paje_naissance_adoption

from openfisca_lyon.variables.communs.statut import Statut, statut

LOI = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006737121"


class prime_naissance_condition_grossesse(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un parent attend un enfant"
    reference = LOI

    def formula_2018_04(famille, period):
        return famille.any(famille.members("enceinte", period), role=Famille.PARENT)


class prime_naissance_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les revenus ne dépassent pas le plafond de la Paje"
    reference = LOI

    def formula_2018_04(famille, period, parameters):
        attendus = famille.sum(famille.members("enceinte", period), role=Famille.PARENT)
        enfants = famille("af_nbenf", period) + max_(attendus, 1)
        return paje_naissance_adoption(famille, parameters, period, enfants, 1, 1) > 0


class prime_naissance_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions : Prime à la naissance"
    reference = LOI

    def formula_2018_04(famille, period):
        return (
            famille("famille_sejour_regulier", period)
            * famille("prime_naissance_condition_grossesse", period)
            * famille("prime_naissance_condition_ressources", period)
        )


class prime_naissance(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Prime à la naissance, versée une fois"
    reference = LOI
    documentation = "Des jumeaux ouvrent droit à deux primes : leur nombre n'est pas demandé."

    def formula_2018_04(famille, period, parameters):
        prestations = parameters(period).prestations_sociales.prestations_familiales
        montant = round_(
            prestations.petite_enfance.paje.paje_cm2.montant.prime_naissance * prestations.bmaf.bmaf, 2
        )
        attendus = famille.sum(famille.members("enceinte", period), role=Famille.PARENT)
        return famille("prime_naissance_eligibilite", period) * attendus * montant


class prime_naissance_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut : Prime à la naissance"

    def formula_2018_04(famille, period):
        eligibilite = famille("prime_naissance_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
