"""Épiceries solidaires étudiantes AGORAé de Gaelis, que la Métropole de Lyon subventionne."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import TypesScolarite

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

GAZETTE = "https://www.lagazettedescommunes.com/735350/les-epiceries-sociales-font-leur-entree-a-l-universite"
PRESSE = (
    "https://www.20minutes.fr/lyon/2721431-20200219-"
    "lyon-face-precarite-etudiante-agorae-epicerie-solidaire-sociale-installe-universite-lyon-2"
)


@question(
    "Combien vous reste-t-il par jour pour vivre, une fois le loyer et les factures payés ?",
    aide="Prenez vos ressources du mois, ôtez le loyer et les factures, divisez par trente.",
    seuils=("metropole_lyon.agorae.reste_a_vivre",),
    age=(16, 35),
)
class reste_a_vivre_jour(Variable):
    value_type = float
    default_value = 9999
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ce qui reste par jour une fois le loyer et les charges payés"


class agorae_condition_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est étudiant"
    reference = GAZETTE

    def formula(individu, period):
        superieur = individu("scolarite", period) == TypesScolarite.enseignement_superieur
        return individu("etudiant", period) + superieur


class agorae_condition_reste_a_vivre(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Dispose de moins que le reste à vivre par jour"
    reference = GAZETTE

    def formula(individu, period, parameters):
        seuil = parameters(period).metropole_lyon.agorae.reste_a_vivre
        return individu("reste_a_vivre_jour", period) < seuil  # « moins de » : borne exclue


class agorae_priorite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est prioritaire"
    reference = PRESSE

    def formula_2020_02(individu, period, parameters):
        seuil = parameters(period).metropole_lyon.agorae.reste_a_vivre_prioritaire
        return individu("agorae_eligibilite", period) * (individu("reste_a_vivre_jour", period) < seuil)


class agorae_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'épicerie AGORAé"
    reference = GAZETTE

    def formula(individu, period):
        return individu("agorae_condition_etudes", period) * individu(
            "agorae_condition_reste_a_vivre", period
        )


class agorae_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'accès à l'épicerie AGORAé"

    def formula(individu, period):
        return statut(
            eligibilite=individu("agorae_eligibilite", period),
            sinon=Statut.eligible_probable,  # l'association étudie chaque demande
        )
