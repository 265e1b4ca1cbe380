"""La maison ou l'appartement : son âge, son jardin, son eau, son chauffage."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, YEAR, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Menage

from openfisca_lyon.variables.communs.questions import question


@question(
    "En quelle année votre logement a-t-il été construit ?",
    aide="Une année approchée suffit.",
    domaine=(1940, 1960, 1985, 1995, 2003, 2024),
)
class annee_construction_logement(Variable):
    value_type = int
    default_value = 9999  # inconnue : aucune règle sur les logements anciens n'est ouverte
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Année de construction du logement"


@question("Votre logement est-il terminé depuis plus de deux ans ?")
class logement_acheve_depuis_deux_ans(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le logement est achevé depuis plus de deux ans"


@question("Habitez-vous une maison individuelle ?")
class maison_individuelle(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le logement est une maison individuelle"


@question("Avez-vous un jardin chez vous ?", aide="Un jardin partagé avec des voisins ne compte pas.")
class logement_avec_jardin(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le logement a un jardin"


@question(
    "Combien de mètres cubes d'eau consommez-vous par an ?",
    aide="Regardez votre facture d'eau, ou votre décompte de charges.",
    domaine=(0, 80, 120, 250),
)
class consommation_eau_annuelle(Variable):
    value_type = float
    entity = Menage
    definition_period = YEAR
    label = "Eau potable consommée dans l'année, en mètres cubes"
    unit = "m³"


@question(
    "Combien de logements partagent votre compteur d'eau ?",
    aide="Un seul si vous avez votre propre compteur.",
    domaine=(1, 20),
)
class logements_sur_compteur_eau(Variable):
    value_type = int
    default_value = 1
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Nombre de logements desservis par le compteur d'eau"


@question(
    "Combien payez-vous d'eau par an ?",
    aide="Additionnez vos factures d'eau, ou prenez la part d'eau de vos charges.",
    domaine=(0, 200, 450, 900),
)
class charges_eau_annuelles(Variable):
    value_type = float
    entity = Menage
    definition_period = YEAR
    label = "Dépense d'eau du ménage dans l'année"


@question("Avez-vous un dossier à la Caf ou à la MSA ?", aide="Par exemple pour une aide au logement.")
class allocataire_caf_ou_msa(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La famille est connue de la Caf ou de la MSA"


class AppareilBois(Enum):
    __order__ = "aucun foyer_ouvert foyer_ferme"
    aucun = "Aucun chauffage au bois"
    foyer_ouvert = "Cheminée ouverte"
    foyer_ferme = "Poêle, insert ou cheminée fermée"


@question("Avez-vous une cheminée ou un poêle à bois ?")
class appareil_bois(Variable):
    value_type = Enum
    possible_values = AppareilBois
    default_value = AppareilBois.aucun
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Appareil de chauffage au bois du logement"


@question(
    "En quelle année votre poêle ou votre insert a-t-il été installé ?",
    seuils=("metropole_lyon.prime_air_bois.annee_limite",),
)
class annee_installation_appareil_bois(Variable):
    value_type = int
    default_value = 9999
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Année d'installation de l'appareil de chauffage au bois"
