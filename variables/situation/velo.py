"""Le vélo que la personne achète ou emprunte."""

from datetime import date

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import ETERNITY, MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question


class TypeVelo(Enum):
    __order__ = "aucun electrique kit cargo_electrique cargo_mecanique pliant adapte reconditionne"
    aucun = "Je n'achète pas de vélo"
    electrique = "Vélo à assistance électrique"
    kit = "Kit pour rendre un vélo électrique"
    cargo_electrique = "Vélo cargo ou familial électrique"
    cargo_mecanique = "Vélo cargo ou familial sans moteur"
    pliant = "Vélo pliant sans moteur"
    adapte = "Vélo adapté à un handicap"
    reconditionne = "Vélo d'occasion sans moteur, remis en état par un atelier"


@question("Quel vélo achetez-vous ce mois-ci ?")
class velo_type(Variable):
    value_type = Enum
    possible_values = TypeVelo
    default_value = TypeVelo.aucun
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Vélo acheté dans le mois"


@question(
    "Combien coûte ce vélo, toutes taxes comprises ?",
    seuils=(
        "metropole_lyon.aide_velo.prix_maximum",
        "metropole_lyon.aide_velo.prix_maximum_reconditionne",
        "metropole_lyon.aide_velo.prix_cargo_electrique",
    ),
)
class velo_prix_ttc(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prix toutes taxes comprises du vélo acheté"


@question(
    "Quelle est la date de la facture du vélo ?",
    aide="En mai 2020 et en mars 2021, l'aide a commencé au milieu du mois.",
    domaine=(0,),
)
class velo_date_achat(Variable):
    value_type = date
    default_value = date(1970, 1, 1)  # non dite : avant l'ouverture
    entity = Individu
    definition_period = ETERNITY
    label = "Date de la facture du vélo"


@question("Achetez-vous ce vélo chez un professionnel ou une association installé dans la Métropole ?")
class velo_achete_dans_metropole(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Vélo acheté à un professionnel, une association ou un atelier de la Métropole, hors internet"


@question("Aviez-vous déjà reçu l'aide à l'achat d'un vélo de la Métropole en 2020 ?")
class aide_velo_2020_percue(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A reçu l'aide vélo de la Métropole en 2020"


@question(
    "Combien de mois de prêt Freevélo'v avez-vous déjà eus ?",
    seuils=("metropole_lyon.freevelov.duree_maximale",),
    age=(18, 27),
)
class freevelov_mois_utilises(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mois de prêt Freevélo'v déjà utilisés"


@question("Voulez-vous aussi les vélos électriques de Vélo'v ?", age=(14, 130))
class velov_electrique(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Abonnement Vélo'v avec vélos électriques"
