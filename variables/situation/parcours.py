"""Études, emploi et accompagnement : où en est la personne."""

from datetime import date

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import ETERNITY, MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite
from openfisca_france.model.prestations.education import TypesScolarite

from openfisca_lyon.variables.communs.questions import poser, question

poser("activite", "Quelle est votre activité principale ?", age=(15, 130))
poser("scolarite", "Dans quel type d'établissement suivez-vous des études ?", age=(2, 40))
poser("annee_etude", "En quelle classe ou quelle année d'études êtes-vous ?", age=(10, 35))
poser(
    "sortie_academie",
    "Avez-vous accepté une formation dans une autre académie que celle de votre lycée ?",
    age=(16, 20),
)
poser(
    "sortie_region_academique",
    "Changez-vous de région académique entre la licence et le master ?",
    age=(19, 30),
)
poser("plus_haut_diplome_niveau", "Quel est votre plus haut diplôme ?", age=(16, 70))
poser("apprenti", "Êtes-vous apprenti ?", age=(15, 35))
poser("mention_baccalaureat", "Quelle mention avez-vous eue au baccalauréat ?", age=(16, 30))
poser("boursier", "Avez-vous une bourse de collège, de lycée ou d'étudiant ?", age=(10, 35))
poser(
    "rsa_jeune_condition_heures_travail_remplie",
    "Avez-vous travaillé l'équivalent de deux ans à temps plein dans les trois dernières années ?",
    age=(18, 24),
)


class sorti_systeme_educatif(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est ni élève ni étudiant"

    def formula(individu, period):
        etudiant = individu("activite", period) == TypesActivite.etudiant
        scolarise = individu("scolarite", period) != TypesScolarite.inconnue
        return ~etudiant * ~scolarise


class SoutienFamilial(Enum):
    __order__ = "aucun insuffisant suffisant"
    aucun = "Aucun soutien"
    insuffisant = "Un soutien qui ne suffit pas à vivre"
    suffisant = "Un soutien qui suffit à vivre"


@question(
    "Vos parents ou un proche vous aident-ils à vivre ?",
    aide="Argent, logement, repas : dites si cette aide suffit.",
    age=(16, 30),
)
class soutien_financier_parents_ou_tiers(Variable):
    value_type = Enum
    possible_values = SoutienFamilial
    default_value = SoutienFamilial.suffisant
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Soutien des parents ou d'un tiers"


@question("Avez-vous signé un contrat d'engagement jeune (CEJ) ?", age=(15, 30))
class sous_contrat_engagement_jeune(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Sous contrat d'engagement jeune"


@question("Êtes-vous en Garantie jeunes ?", aide="Ce parcours a pris fin le 28 février 2022.", age=(15, 30))
class sous_garantie_jeunes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2022-02-28"
    set_input = set_input_dispatch_by_period
    label = "En parcours Garantie jeunes"


@question(
    "Êtes-vous accompagné par l'aide sociale à l'enfance avec un contrat jeune majeur ?",
    age=(17, 21),
)
class sous_contrat_jeune_majeur(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Accompagnement jeune majeur de l'aide sociale à l'enfance en cours"


@question("Avez-vous été confié à l'aide sociale à l'enfance avant vos 18 ans ?", age=(16, 25))
class confie_ase_avant_majorite(Variable):
    value_type = bool
    entity = Individu
    definition_period = ETERNITY
    label = "A été confié à l'aide sociale à l'enfance pendant sa minorité"


@question("Suivez-vous un itinéraire emploi renforcé (IER) ?", age=(16, 67))
class parcours_ier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "En itinéraire emploi renforcé de la Métropole de Lyon"


@question(
    "Depuis quelle date êtes-vous inscrit à France Travail ?",
    aide="Anciennement Pôle emploi. Laissez vide si vous ne savez pas.",
    domaine=(-1, 6, 36),
    age=(16, 67),
)
class date_inscription_france_travail(Variable):
    value_type = date
    default_value = date(9999, 12, 31)  # non inscrit
    entity = Individu
    definition_period = ETERNITY
    label = "Date de la dernière inscription à France Travail, sans interruption depuis"


@question("Êtes-vous suivi par une mission locale ?", age=(15, 30))
class suivi_mission_locale(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Suivi par une mission locale"


@question("Êtes-vous en école de la deuxième chance (E2C) ?", age=(15, 30))
class suivi_e2c(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "En école de la deuxième chance"


@question("Êtes-vous dans un centre EPIDE ?", age=(15, 30))
class suivi_epide(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Volontaire pour l'insertion dans un EPIDE"


@question("Êtes-vous sorti de prison depuis moins d'un an ?", age=(16, 70))
class sorti_detention(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Sorti de détention depuis moins d'un an"


@question("Êtes-vous inscrit dans une auto-école pour le permis de conduire ?", age=(14, 67))
class inscrit_auto_ecole(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "En formation au permis de conduire"


@question("Avez-vous réussi le code de la route ?", age=(15, 67))
class code_route_obtenu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A obtenu l'épreuve théorique du permis de conduire (code de la route)"
