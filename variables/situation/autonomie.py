"""Grand âge : où l'on vit, l'aide prévue, les biens que l'aide sociale regarde."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import poser, question

poser("inapte_travail", "Avez-vous été reconnu inapte au travail ?", age=(55, 67))
poser(
    "dependance_plan_aide_domicile",
    "Combien coûte par mois le plan d'aide proposé par l'équipe médico-sociale ?",
    aide="Le montant est écrit sur la proposition de plan d'aide APA. Sans proposition, répondez 0.",
    domaine=(0, 800),
    age=(60, 130),
)
poser(
    "dependance_tarif_etablissement_gir_1_2",
    "Quel est le tarif dépendance de l'établissement pour les GIR 1 et 2, par mois ?",
    aide="Il est affiché dans l'établissement, souvent par jour : multipliez par 30.",
    domaine=(0, 630),
    age=(60, 130),
)
poser(
    "dependance_tarif_etablissement_gir_3_4",
    "Quel est le tarif dépendance de l'établissement pour les GIR 3 et 4, par mois ?",
    aide="Il est affiché dans l'établissement, souvent par jour : multipliez par 30.",
    domaine=(0, 400),
    age=(60, 130),
)
poser(
    "dependance_tarif_etablissement_gir_5_6",
    "Quel est le tarif dépendance de l'établissement pour les GIR 5 et 6, par mois ?",
    aide="Il est affiché dans l'établissement, souvent par jour : multipliez par 30.",
    domaine=(0, 170),
    age=(60, 130),
)
poser(
    "valeur_locative_immo_non_loue",
    "Quelle est la valeur locative, par an, des logements que vous possédez sans y habiter ni les louer ?",
    aide="Elle est le double du revenu cadastral de votre avis de taxe foncière.",
    domaine=(0, 6000),
    age=(55, 130),
)
poser(
    "valeur_locative_terrains_non_loues",
    "Quelle est la valeur locative, par an, des terrains que vous possédez sans les louer ?",
    aide="Voyez votre avis de taxe foncière.",
    domaine=(0, 1000),
    age=(55, 130),
)
poser(
    "epargne_revenus_non_imposables",
    "Hors livret A, combien avez-vous placé sans revenu à déclarer, par exemple en assurance-vie ?",
    domaine=(0, 100000),
    age=(55, 130),
)


class LieuDeVie(Enum):
    __order__ = "domicile residence_autonomie accueil_familial ehpad etablissement_handicap"
    domicile = "Chez moi, ou chez un proche"
    residence_autonomie = "En résidence autonomie (ancien foyer-logement)"
    accueil_familial = "Chez un accueillant familial agréé"
    ehpad = "En maison de retraite médicalisée (EHPAD) ou en unité de soins de longue durée"
    etablissement_handicap = "En foyer ou autre établissement pour personnes handicapées"


@question("Où vivez-vous, ou bien où allez-vous entrer ?", age=(18, 130))
class lieu_de_vie(Variable):
    value_type = Enum
    possible_values = LieuDeVie
    default_value = LieuDeVie.domicile
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Lieu de vie, à domicile ou en établissement"


@question("Recevez-vous l'allocation personnalisée d'autonomie (APA) ?", age=(60, 130))
class apa_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perçoit l'APA, à domicile ou en établissement"

    def formula(individu, period):
        domicile = individu("apa_domicile_montant", period)
        etablissement = individu("apa_etablissement_montant", period)
        return (domicile > 0) + (etablissement > 0)
