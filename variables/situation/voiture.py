"""Le véhicule de la personne, et celui qu'elle achète."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question


class CritAir(Enum):
    __order__ = "aucun crit_air_0 crit_air_1 crit_air_2 crit_air_3 crit_air_4 crit_air_5 non_classe"
    aucun = "Pas de véhicule"
    crit_air_0 = "Crit'Air électrique ou hydrogène"
    crit_air_1 = "Crit'Air 1"
    crit_air_2 = "Crit'Air 2"
    crit_air_3 = "Crit'Air 3"
    crit_air_4 = "Crit'Air 4"
    crit_air_5 = "Crit'Air 5"
    non_classe = "Véhicule trop ancien pour avoir une vignette"


@question("Quelle est la vignette Crit'Air de votre véhicule actuel ?", age=(17, 130))
class vehicule_crit_air(Variable):
    value_type = Enum
    possible_values = CritAir
    default_value = CritAir.aucun
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Vignette Crit'Air du véhicule actuel"


@question(
    "Mettez-vous ce véhicule à la casse, ou le faites-vous passer à l'électrique (rétrofit) ?",
    age=(17, 130),
)
class vehicule_remplace(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Met le véhicule actuel au rebut, ou le fait convertir"


class VehiculeAchete(Enum):
    __order__ = "aucun electrique crit_air_1_neuf crit_air_1_occasion deux_roues_electrique velo"
    aucun = "Aucun"
    electrique = "Voiture électrique ou à hydrogène, neuve ou d'occasion"
    crit_air_1_neuf = "Voiture essence Crit'Air 1 neuve"
    crit_air_1_occasion = "Voiture Crit'Air 1 d'occasion"
    deux_roues_electrique = "Deux-roues, tricycle ou quadricycle électrique"
    velo = "Vélo familial ou à assistance électrique"


@question("Par quoi le remplacez-vous ?", age=(17, 130))
class vehicule_achete(Variable):
    value_type = Enum
    possible_values = VehiculeAchete
    default_value = VehiculeAchete.aucun
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Véhicule acheté en remplacement"


@question(
    "Combien coûte le véhicule que vous achetez, toutes taxes comprises ?",
    seuils=("metropole_lyon.aide_zfe.prix_maximum_electrique",),
    age=(17, 130),
)
class vehicule_prix_ttc(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prix toutes taxes comprises du véhicule acheté"
