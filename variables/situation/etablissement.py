"""L'école ou le collège : quel établissement, et qui y mange."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import poser, question

poser(
    "statuts_etablissement_scolaire",
    "Votre établissement scolaire est-il public ou privé ?",
    aide="Une école privée sous contrat a signé un contrat avec l'État. En cas de doute, demandez à l'école.",
    age=(2, 40),
)


@question("Votre collège se trouve-t-il dans une commune de la Métropole de Lyon ?", age=(9, 17))
class college_dans_la_metropole(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Élève d'un collège situé dans la Métropole de Lyon"


@question(
    "Êtes-vous inscrit à la cantine du collège, à l'année ou au trimestre ?",
    aide="Dites non si vous achetez seulement des repas de temps en temps.",
    age=(9, 17),
)
class demi_pensionnaire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Inscrit à la demi-pension de son collège"
