"""PCH : forfaits d'aide humaine pour la cécité, la surdité et la surdicécité (article D. 245-9 du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, select, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.departement.pch.arrondi import au_centime
from openfisca_lyon.variables.situation.deficiences import DeficienceVisuelle

FORFAITS = (
    "https://www.monparcourshandicap.gouv.fr/aides/les-3-forfaits-de-la-pch-surdite-cecite-et-surdicecite"
)
DECRET_2022 = (
    "https://legal.tricoteuses.fr/articles/JORFARTI000045602173"  # la grille des heures y est une image
)


class HeuresSurdicecite(Enum):
    __order__ = "aucune heures_30 heures_50 heures_80"
    aucune = "Aucune"
    heures_30 = "30 heures par mois"
    heures_50 = "50 heures par mois"
    heures_80 = "80 heures par mois"


@question(
    "Si vous voyez et entendez très mal, combien d'heures le forfait surdicécité vous donne-t-il ?",
    aide="La maison du handicap le fixe d'après la vue et l'audition. Sinon, répondez aucune.",
)
class pch_surdicecite_heures(Variable):
    value_type = Enum
    possible_values = HeuresSurdicecite
    default_value = HeuresSurdicecite.aucune
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures du forfait surdicécité"


class pch_condition_cecite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est aveugle, ou voit moins d'un vingtième de la normale"
    reference = FORFAITS

    def formula_2019(individu, period):
        return individu("deficience_visuelle", period) == DeficienceVisuelle.cecite


class pch_condition_surdite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A une surdité sévère et a besoin d'une personne pour communiquer"
    reference = FORFAITS

    def formula_2019(individu, period):
        return individu("surdite_severe", period) * individu("communication_avec_aide_humaine", period)


class pch_condition_surdicecite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Voit et entend très mal, avec des heures de forfait reconnues"
    reference = DECRET_2022

    def formula_2023(individu, period):
        return individu("pch_surdicecite_heures", period) != HeuresSurdicecite.aucune


class pch_forfait_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions d'un forfait d'aide humaine"
    reference = FORFAITS

    def formula_2019(individu, period):
        return (
            individu("pch_condition_cecite", period)
            + individu("pch_condition_surdite", period)
            + individu("pch_condition_surdicecite", period)
        )


class pch_forfait_cecite(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, forfait cécité, par mois"
    reference = FORFAITS

    def formula_2020_04(individu, period, parameters):
        forfait = parameters(period).departement.pch.forfaits.cecite
        ouvert = individu("pch_eligibilite_complete", period) * individu("pch_condition_cecite", period)
        return au_centime(ouvert * forfait * individu("pch_taux_prise_en_charge", period))


class pch_forfait_surdite(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, forfait surdité, par mois"
    reference = FORFAITS

    def formula_2020_04(individu, period, parameters):
        forfait = parameters(period).departement.pch.forfaits.surdite
        ouvert = individu("pch_eligibilite_complete", period) * individu("pch_condition_surdite", period)
        return au_centime(ouvert * forfait * individu("pch_taux_prise_en_charge", period))


class pch_forfait_surdicecite(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, forfait surdicécité, par mois"
    reference = FORFAITS

    def formula_2023(individu, period, parameters):
        forfaits = parameters(period).departement.pch.forfaits.surdicecite
        heures = individu("pch_surdicecite_heures", period)
        forfait = select(
            [
                heures == HeuresSurdicecite.heures_30,
                heures == HeuresSurdicecite.heures_50,
                heures == HeuresSurdicecite.heures_80,
            ],
            [forfaits.heures_30, forfaits.heures_50, forfaits.heures_80],
            default=0,
        )
        ouvert = individu("pch_eligibilite_complete", period)
        return au_centime(ouvert * forfait * individu("pch_taux_prise_en_charge", period))


class pch_forfait(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, le plus élevé des forfaits d'aide humaine : ils ne se cumulent pas"
    reference = FORFAITS

    def formula_2020_04(individu, period):
        cecite = individu("pch_forfait_cecite", period)
        surdite = individu("pch_forfait_surdite", period)
        return max_(max_(cecite, surdite), individu("pch_forfait_surdicecite", period))


class pch_forfait_inconnu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le montant du forfait de ce mois n'a pas été trouvé"

    def formula_2020_04(individu, period, parameters):
        return (
            individu("pch_forfait_eligibilite", period) * parameters(period).departement.pch.forfaits.inconnu
        )

    def formula_2019(individu, period):
        return individu("pch_forfait_eligibilite", period)


class pch_forfait_a_etudier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le forfait est à étudier"

    def formula_2019(individu, period):
        return (
            individu("pch_a_verifier", period)
            + individu("pch_taux_a_verifier", period)
            + individu("pch_forfait_inconnu", period)
        )


class pch_forfait_cecite_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du forfait cécité de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite_complete", period)
            * individu("pch_condition_cecite", period),
            a_etudier=individu("pch_forfait_a_etudier", period),
            sinon=Statut.eligible_probable,
        )


class pch_forfait_surdite_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du forfait surdité de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite_complete", period)
            * individu("pch_condition_surdite", period),
            a_etudier=individu("pch_forfait_a_etudier", period),
            sinon=Statut.eligible_probable,
        )


class pch_forfait_surdicecite_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du forfait surdicécité de la PCH"

    def formula_2023(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite_complete", period)
            * individu("pch_condition_surdicecite", period),
            a_etudier=individu("pch_forfait_a_etudier", period),
            sinon=Statut.eligible_probable,
        )
