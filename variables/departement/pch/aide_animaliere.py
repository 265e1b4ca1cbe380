"""PCH, 5e élément : l'aide animalière (articles D. 245-24-1 à D. 245-24-3 du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.departement.pch.arrondi import au_centime

FICHE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F14202"


@question(
    "Avez-vous un chien guide ou d'assistance éduqué par une structure labellisée ?",
)
class chien_assistance_labellise(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A un chien éduqué par une structure labellisée"


@question(
    "Combien vous coûte ce chien sur la période demandée ?",
    aide="Nourriture, vétérinaire, entretien.",
    domaine=(0, 3000),
)
class frais_aide_animaliere(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Frais de l'aide animalière, sur la période demandée"


@question(
    "Combien la PCH vous a-t-elle déjà versé pour ce chien sur la période en cours ?",
    aide="La période est de dix ans depuis 2022, de cinq ans avant.",
    seuils=("departement.pch.aide_animaliere.plafond",),
)
class pch_aide_animaliere_deja_versee(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "PCH, aide animalière déjà versée sur la période du plafond"


class pch_condition_aide_animaliere(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A un chien éduqué par une structure labellisée"
    reference = FICHE

    def formula_2019(individu, period):
        return individu("chien_assistance_labellise", period)


class pch_aide_animaliere(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, aide animalière"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        plafond = parameters(period).departement.pch.aide_animaliere.plafond
        aide = individu("frais_aide_animaliere", period) * individu("pch_taux_prise_en_charge", period)
        reste = max_(0, plafond - individu("pch_aide_animaliere_deja_versee", period))
        ouvert = individu("pch_eligibilite_complete", period) * individu(
            "pch_condition_aide_animaliere", period
        )
        return au_centime(ouvert * min_(aide, reste))


class pch_aide_animaliere_frais_inconnus(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les frais du chien ne sont pas connus"

    def formula_2019(individu, period):
        return individu("pch_eligibilite_complete", period) * (individu("frais_aide_animaliere", period) <= 0)


class pch_aide_animaliere_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide animalière de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite_complete", period)
            * individu("pch_condition_aide_animaliere", period),
            a_etudier=individu("pch_a_verifier", period)
            + individu("pch_taux_a_verifier", period)
            + individu("pch_aide_animaliere_frais_inconnus", period),
            sinon=Statut.eligible_probable,
        )
