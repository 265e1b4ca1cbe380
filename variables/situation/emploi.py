"""Ce que France Travail inscrit et verse."""

import numpy as np
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.revenus.activite.salarie import TypesCategoriesDemandeurEmploi

from openfisca_lyon.variables.communs.questions import question


class inscrit_france_travail(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Inscrit à France Travail (ancien Pôle emploi)"

    def formula(individu, period):
        inscription = individu("date_inscription_france_travail", period).astype("datetime64[D]")
        categorie = individu("pole_emploi_categorie_demandeur_emploi", period)
        return (inscription <= np.datetime64(period.stop)) + (
            categorie != TypesCategoriesDemandeurEmploi.pas_de_categorie
        )


@question(
    "Recevez-vous une allocation de France Travail ?",
    aide="Allocation chômage (ARE), allocation de solidarité spécifique (ASS), aide aux créateurs…",
    age=(16, 70),
)
class allocation_france_travail_percue(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Reçoit une allocation de France Travail"

    def formula(individu, period):
        return (individu("chomage_net", period) > 0) + (individu("ass", period) > 0)
