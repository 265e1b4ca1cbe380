"""Comment la personne se déplace."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import (
    MONTH,
    Variable,
    set_input_dispatch_by_period,
    set_input_divide_by_period,
    where,
)
from openfisca_france.entities import Individu
from openfisca_france.model.revenus.activite.salarie import TypesContratDeTravail

from openfisca_lyon.variables.communs.questions import question


@question("Avez-vous une carte SNCF famille nombreuse ?", age=(26, 64))
class carte_famille_nombreuse(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Détient une carte famille nombreuse"


class TclZones(Enum):
    __order__ = "zones_1_2 toutes_zones deux_zones_hors_1 toutes_zones_sauf_1"
    zones_1_2 = "Zones 1 et 2, toute la Métropole"
    toutes_zones = "Toutes les zones"
    deux_zones_hors_1 = "Deux zones, sans la zone 1"
    toutes_zones_sauf_1 = "Toutes les zones, sauf la zone 1"


@question(
    "Dans quelles zones du réseau TCL voyagez-vous ?",
    aide="Les zones 1 et 2 couvrent toute la Métropole de Lyon.",
    age=(11, 130),
)
class tcl_zones(Variable):
    value_type = Enum
    possible_values = TclZones
    default_value = TclZones.zones_1_2
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Zones de l'abonnement TCL, depuis septembre 2025"


@question(
    "Combien de zones TCL votre trajet vers le collège ou le lycée traverse-t-il ?",
    seuils=("sytral.tcl_abonnement_plafonne.zones_minimum",),
    age=(10, 21),
)
class trajet_scolaire_zones(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Zones TCL traversées pour aller au collège ou au lycée"


@question("Votre collège ou lycée est-il votre établissement de secteur ?", age=(10, 21))
class etablissement_de_secteur(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Scolarisé dans son établissement de secteur"


@question("Votre collège ou lycée est-il en zone 1 du réseau TCL (Lyon et ses voisines) ?", age=(10, 21))
class etablissement_tcl_zone_1(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Scolarisé en zone 1 du réseau TCL"


@question(
    "Combien d'heures par semaine votre contrat de travail prévoit-il ?",
    domaine=(0, 14, 17.5, 35),
    age=(16, 75),
)
class heures_hebdomadaires(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures de travail prévues par semaine"

    def formula(individu, period, parameters):
        # OpenFisca-France : à temps plein si rien n'est dit, sinon un volume d'heures par mois.
        duree_legale = parameters(period).etat.prise_en_charge_transport.duree_legale
        plein = individu("contrat_de_travail", period) == TypesContratDeTravail.temps_plein
        par_semaine = individu("heures_remunerees_volume", period) * 12 / 52
        return where(plein, duree_legale, par_semaine)


@question(
    "Combien payez-vous par mois pour vos abonnements de transport ou de vélo en location ?",
    aide="Les abonnements qui servent à aller au travail, pas les tickets.",
    domaine=(0, 37, 74.1),
    age=(16, 75),
)
class remboursement_transport_base(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "Prix mensuel des abonnements qui servent à aller au travail"
    documentation = "Sans réponse, l'abonnement TCL que la personne paierait."

    def formula(individu, period):
        return individu("tcl_prix_paye", period)


@question("L'élève doit-il prendre le TER en plus du réseau TCL pour aller en cours ?", age=(10, 22))
class trajet_scolaire_ter(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prend le TER en complément de TCL pour aller au collège ou au lycée"


@question("L'élève rentre-t-il chez lui chaque soir (externe ou demi-pensionnaire) ?", age=(10, 22))
class externe_ou_demi_pensionnaire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Externe ou demi-pensionnaire, et non interne"
