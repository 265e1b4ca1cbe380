"""Handicap et perte d'autonomie : ce qui a été évalué, et ce que la personne constate."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import poser, question

poser(
    "taux_incapacite",
    "Quel taux d'incapacité la maison du handicap (MDMPH) vous a-t-elle reconnu ?",
    aide="Il est écrit sur votre notification : écrivez 80 pour 80 %. S'il n'a jamais été évalué, répondez 0.",
    domaine=(0, 0.5, 0.8),
)
poser(
    "gir",
    "Dans quel groupe de perte d'autonomie (GIR) avez-vous été classé ?",
    aide="De 1, très dépendant, à 6, autonome. Une équipe médico-sociale le fixe quand vous demandez l'APA.",
    age=(60, 130),
)


@question("Vous est-il pénible de rester debout ?", aide="Un médecin le vérifiera.")
class station_debout_penible(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La station debout est pénible"


@question("Recevez-vous une pension d'invalidité de 3e catégorie ?", age=(16, 130))
class invalidite_3e_categorie(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Titulaire d'une pension d'invalidité de 3e catégorie"


@question(
    "Avez-vous durablement du mal à vous déplacer à pied ?",
    aide="Par exemple, vous marchez peu de temps, ou toujours avec une canne ou un fauteuil.",
)
class mobilite_pedestre_reduite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Capacité de déplacement à pied réduite de façon importante et durable"


@question("Quelqu'un doit-il vous accompagner dans tous vos déplacements ?")
class deplacements_accompagnes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Doit être accompagné par une tierce personne dans ses déplacements"


@question("Avez-vous la reconnaissance de la qualité de travailleur handicapé (RQTH) ?", age=(16, 70))
class reconnu_travailleur_handicape(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Reconnu travailleur handicapé"
