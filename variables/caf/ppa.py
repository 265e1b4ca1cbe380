"""Prime d'activité, articles L842-1 et suivants du CSS : les raisons du montant d'OpenFisca-France."""

from openfisca_core.model_api import ADD, MONTH, Variable
from openfisca_france.entities import Famille

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F2882"


class ppa_condition_travail(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Quelqu'un de la famille a gagné de l'argent par son travail dans les trois derniers mois"
    reference = FICHE

    def formula(famille, period):
        dernier = period.last_month
        # Depuis mars 2025, les trois mois comptés finissent un mois plus tôt.
        avant = famille("ppa_revenu_activite", dernier.last_3_months, options=[ADD])
        return famille("ppa_revenu_activite", dernier) + avant > 0


class ppa_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les ressources laissent une prime d'activité à verser"
    reference = FICHE

    def formula(famille, period):
        autres = famille("rsa_condition_sejour", period) * famille("ppa_condition_travail", period)
        return (famille("ppa", period) > 0) + ~autres
