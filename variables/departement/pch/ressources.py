"""PCH : le taux de prise en charge selon les ressources (articles L. 245-6 et R. 245-45 du CASF)."""

from openfisca_core.model_api import MONTH, Variable, round_, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question

FICHE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F14202"
LOI = "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006074069/articles/LEGIARTI000006797112"


@question(
    "Quelles ressources annuelles la maison du handicap a-t-elle retenues pour votre PCH ?",
    aide="Laissez vide si vous ne savez pas : le revenu fiscal de référence est alors pris.",
    seuils=("departement.pch.ressources.seuil_ressources",),
)
class pch_ressources_retenues(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ressources annuelles retenues pour le taux de la PCH"
    reference = (FICHE, LOI)
    documentation = (
        "La fiche officielle prend le revenu fiscal de référence. La loi exclut salaires, pensions, chômage "
        "et prestations : il ne reste guère que les revenus du patrimoine. Pour un enfant, ce sont les "
        "ressources du foyer qui en a la charge."
    )

    def formula_2019(individu, period):
        return individu.foyer_fiscal("rfr", period.n_2)


class pch_taux_prise_en_charge(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Taux de prise en charge de la PCH"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        ressources = parameters(period).departement.pch.ressources
        retenues = round_(individu("pch_ressources_retenues", period), 2)
        plein = retenues <= ressources.seuil_ressources  # « inférieures ou égales » : borne incluse
        return where(plein, ressources.taux_plein, ressources.taux_reduit)


class pch_taux_a_verifier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = (
        "Le taux réduit vient du revenu fiscal, alors que seuls les revenus du patrimoine pourraient compter"
    )
    reference = (FICHE, LOI)

    def formula_2019(individu, period, parameters):
        ressources = parameters(period).departement.pch.ressources
        reduit = individu("pch_taux_prise_en_charge", period) < ressources.taux_plein
        fiscal = individu.foyer_fiscal("rfr", period.n_2)
        return reduit * (individu("pch_ressources_retenues", period) == fiscal)
