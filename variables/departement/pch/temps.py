"""PCH : temps d'aide humaine de chaque poste, dans la limite de l'annexe 2-5 du CASF."""

from openfisca_core.model_api import MONTH, Variable, min_, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question

ANNEXE = "https://lexbase.fr/texte-de-loi/code-de-laction-sociale-et-des-famillesannexe-25/L4509MCY.html"
JOURS_PAR_MOIS = 365 / 12  # article R. 245-41
MINUTES_PAR_HEURE = 60
MOIS_PAR_AN = 12


@question(
    "Combien de minutes d'aide par jour vous faut-il pour la toilette ?",
    seuils=("departement.pch.temps.toilette",),
)
class pch_temps_toilette(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine nécessaire, toilette, en minutes par jour"


@question(
    "Combien de minutes d'aide par jour vous faut-il pour vous habiller et vous déshabiller ?",
    seuils=("departement.pch.temps.habillage",),
)
class pch_temps_habillage(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine nécessaire, habillage, en minutes par jour"


@question(
    "Combien de minutes d'aide par jour vous faut-il pour manger, et depuis 2021 pour préparer les repas ?",
    seuils=("departement.pch.temps.alimentation",),
)
class pch_temps_alimentation(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine nécessaire, alimentation, en minutes par jour"


@question(
    "Combien de minutes d'aide par jour vous faut-il pour aller aux toilettes ?",
    seuils=("departement.pch.temps.elimination",),
)
class pch_temps_elimination(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine nécessaire, élimination, en minutes par jour"


@question(
    "Combien de minutes d'aide par jour vous faut-il pour vous déplacer dans le logement ?",
    seuils=("departement.pch.temps.deplacements_interieurs",),
)
class pch_temps_deplacements_interieurs(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine nécessaire, déplacements dans le logement, en minutes par jour"


@question(
    "Combien d'heures d'aide par an vous faut-il pour vos démarches liées au handicap ?",
    seuils=("departement.pch.temps.deplacements_exterieurs",),
)
class pch_temps_deplacements_exterieurs(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine nécessaire, démarches liées au handicap, en heures par an"


@question(
    "Combien d'heures d'aide par mois vous faut-il pour sortir et voir du monde ?",
    seuils=("departement.pch.temps.vie_sociale",),
)
class pch_temps_vie_sociale(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine nécessaire, vie sociale, en heures par mois"


@question(
    "Combien d'heures d'aide par mois faut-il à l'enfant qui attend une place en établissement ?",
    seuils=("departement.pch.temps.besoins_educatifs",),
    age=(0, 19),
)
class pch_temps_besoins_educatifs(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine nécessaire, besoins éducatifs, en heures par mois"


@question(
    "Combien d'heures par jour quelqu'un doit-il vous surveiller ?",
    seuils=("departement.pch.temps.surveillance",),
)
class pch_temps_surveillance(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine nécessaire, surveillance, en heures par jour"


@question(
    "Combien d'heures par jour faut-il vous accompagner, sans faire à votre place ?",
    seuils=("departement.pch.temps.soutien_autonomie",),
)
class pch_temps_soutien_autonomie(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine nécessaire, soutien à l'autonomie, en heures par jour"


@question(
    "Combien d'heures d'aide par an vous faut-il pour votre travail ou un mandat d'élu ?",
    seuils=("departement.pch.temps.frais_professionnels",),
)
class pch_temps_frais_professionnels(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine nécessaire, travail ou mandat, en heures par an"


class pch_temps_reconnu(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Heures d'aide humaine par mois d'après les postes, chacun dans sa limite"
    reference = ANNEXE

    def formula_2019(individu, period, parameters):
        maximum = parameters(period).departement.pch.temps
        minutes_par_jour = (
            min_(individu("pch_temps_toilette", period), maximum.toilette)
            + min_(individu("pch_temps_habillage", period), maximum.habillage)
            + min_(individu("pch_temps_alimentation", period), maximum.alimentation)
            + min_(individu("pch_temps_elimination", period), maximum.elimination)
            + min_(individu("pch_temps_deplacements_interieurs", period), maximum.deplacements_interieurs)
        )
        heures_par_jour = min_(individu("pch_temps_surveillance", period), maximum.surveillance) + min_(
            individu("pch_temps_soutien_autonomie", period), maximum.soutien_autonomie
        )
        heures_par_mois = min_(individu("pch_temps_vie_sociale", period), maximum.vie_sociale) + min_(
            individu("pch_temps_besoins_educatifs", period), maximum.besoins_educatifs
        )
        heures_par_an = min_(
            individu("pch_temps_deplacements_exterieurs", period), maximum.deplacements_exterieurs
        ) + min_(individu("pch_temps_frais_professionnels", period), maximum.frais_professionnels)
        return (
            (minutes_par_jour / MINUTES_PAR_HEURE + heures_par_jour) * JOURS_PAR_MOIS
            + heures_par_mois
            + heures_par_an / MOIS_PAR_AN
        )


class pch_temps_maximal(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Heures d'aide humaine par mois qui peuvent être accordées au plus"
    reference = ANNEXE
    documentation = "Sans le détail des postes, le maximum est la somme de leurs limites."

    def formula_2019(individu, period, parameters):
        temps = parameters(period).departement.pch.temps
        minutes_par_jour = (
            temps.toilette
            + temps.habillage
            + temps.alimentation
            + temps.elimination
            + temps.deplacements_interieurs
        )
        tous_les_postes = (
            (minutes_par_jour / MINUTES_PAR_HEURE + temps.surveillance + temps.soutien_autonomie)
            * JOURS_PAR_MOIS
            + temps.vie_sociale
            + temps.besoins_educatifs
            + (temps.deplacements_exterieurs + temps.frais_professionnels) / MOIS_PAR_AN
        )
        reconnu = individu("pch_temps_reconnu", period)
        ordinaire = where(reconnu > 0, reconnu, tous_les_postes)
        totale = individu("aide_totale_presence_constante", period)
        return where(totale, temps.aide_totale * JOURS_PAR_MOIS, ordinaire)
