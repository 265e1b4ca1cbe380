"""Prime Air Bois, délibération de la Métropole de Lyon du 18 septembre 2017, close à la fin de 2024."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.national.eligibilite_anah import CategorieAnah
from openfisca_lyon.variables.situation.habitat import AppareilBois

ALEC = "https://www.alec-lyon.org/actualites-et-agenda/prime-chauffage-bois-metropole-lyon/"
FIN = "2024-12-31"


class prime_air_bois_condition_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "Le logement est dans la Métropole de Lyon"
    reference = ALEC

    def formula_2017_10(menage, period):
        return menage("reside_metropole_lyon", period)


class prime_air_bois_condition_logement(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "Le logement est terminé depuis plus de deux ans"
    reference = ALEC

    def formula_2017_10(menage, period):
        return menage("logement_acheve_depuis_deux_ans", period)


class prime_air_bois_condition_appareil(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "L'appareil remplacé est une cheminée ouverte ou un appareil ancien"
    reference = ALEC

    def formula_2017_10(menage, period, parameters):
        limite = parameters(period).metropole_lyon.prime_air_bois.annee_limite
        appareil = menage("appareil_bois", period)
        ancien = menage("annee_installation_appareil_bois", period) < limite  # « avant 2002 » : exclue
        return (appareil == AppareilBois.foyer_ouvert) + (appareil == AppareilBois.foyer_ferme) * ancien


class prime_air_bois_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "Remplit les conditions vérifiables de la Prime Air Bois"
    reference = ALEC

    def formula_2017_10(menage, period):
        return (
            menage("prime_air_bois_condition_residence", period)
            * menage("prime_air_bois_condition_logement", period)
            * menage("prime_air_bois_condition_appareil", period)
        )


class prime_air_bois(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "Prime Air Bois, versée une fois"
    reference = ALEC

    def formula_2017_10(menage, period, parameters):
        prime = parameters(period).metropole_lyon.prime_air_bois
        categorie = menage("eligibilite_anah", period.this_year)
        modeste = (categorie == CategorieAnah.tres_modeste) + (categorie == CategorieAnah.modestes)
        montant = where(modeste, prime.montant_modeste, prime.montant)
        return menage("prime_air_bois_eligibilite", period) * montant


class prime_air_bois_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "Statut de la Prime Air Bois"

    def formula_2017_10(menage, period):
        return statut(
            eligibilite=menage("prime_air_bois_eligibilite", period),
            sinon=Statut.eligible_probable,  # le dossier est instruit avant l'achat
        )
