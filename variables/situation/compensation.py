"""Ce que le handicap empêche de faire, et l'aide qu'il demande."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import poser, question

poser(
    "handicap",
    "La maison du handicap (MDMPH) a-t-elle reconnu un handicap ?",
    aide="Pour un enfant : le taux d'incapacité qui ouvre l'AEEH.",
)
poser(
    "aeeh_niveau_handicap",
    "Quel complément d'AEEH la commission (CDAPH) a-t-elle reconnu à cet enfant ?",
    aide="De 1 à 6. Répondez 0 si l'enfant n'a que l'AEEH de base.",
    domaine=(0, 1, 2, 3, 4, 5, 6),
    age=(0, 19),
)


@question(
    "Parmi se laver, s'habiller, manger, aller aux toilettes et se déplacer, "
    "combien de choses ne pouvez-vous pas du tout faire seul ?",
    aide=(
        "Répondez sans compter l'aide que vous avez déjà. "
        "Depuis 2023, comptez aussi : maîtriser son comportement, entreprendre des tâches multiples."
    ),
    seuils=("departement.pch.aide_humaine.difficultes_absolues",),
)
class nb_actes_difficulte_absolue(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Actes d'entretien personnel ou de déplacement à difficulté absolue"


@question(
    "Parmi ces mêmes choses, combien faites-vous seul, mais difficilement ou mal ?",
    aide="Par comparaison avec une personne du même âge sans problème de santé.",
    seuils=("departement.pch.aide_humaine.difficultes_graves",),
)
class nb_actes_difficulte_grave(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Actes d'entretien personnel ou de déplacement à difficulté grave"


@question(
    "En tout, combien d'activités de la vie courante ne pouvez-vous pas du tout faire seul ?",
    aide=(
        "Les choses déjà dites, et : se mettre debout, marcher, se servir de ses mains, parler, entendre, "
        "voir, téléphoner, se repérer dans le temps et les lieux, se protéger du danger."
    ),
    seuils=("departement.pch.acces.difficultes_absolues",),
)
class nb_activites_difficulte_absolue(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Activités du référentiel de la PCH à difficulté absolue"

    def formula(individu, period):
        # Les actes d'entretien et de déplacement sont du nombre : il y en a au moins autant.
        return individu("nb_actes_difficulte_absolue", period)


@question(
    "En tout, combien d'activités de la vie courante faites-vous seul, mais difficilement ou mal ?",
    seuils=("departement.pch.acces.difficultes_graves",),
)
class nb_activites_difficulte_grave(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Activités du référentiel de la PCH à difficulté grave"

    def formula(individu, period):
        return individu("nb_actes_difficulte_grave", period)


@question("Ces difficultés sont-elles définitives, ou vont-elles durer au moins un an ?")
class difficultes_durables(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Difficultés définitives, ou prévues pour un an au moins"


@question(
    "Combien de minutes par jour un proche vous aide-t-il, ou vous surveille-t-il ?",
    seuils=("departement.pch.aide_humaine.temps_aidant",),
)
class temps_aide_proche(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Minutes d'aide ou de surveillance d'un proche, par jour"


@question(
    "Vous faut-il une aide totale pour presque tous les gestes, et quelqu'un toujours présent ?",
)
class aide_totale_presence_constante(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide totale pour la plupart des actes et présence constante ou presque"


@question("Votre handicap répondait-il déjà à ces critères avant vos 60 ans ?", age=(60, 130))
class pch_critere_rempli_avant_60_ans(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Remplissait le critère de handicap de la PCH avant 60 ans"


@question("Êtes-vous atteint de la maladie de Charcot (SLA) ?", age=(60, 130))
class atteint_sla(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Atteint de sclérose latérale amyotrophique (maladie de Charcot)"


@question("Votre perte d'audition dépasse-t-elle 70 décibels en moyenne, sans appareil ?")
class surdite_severe(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perte auditive moyenne supérieure à 70 décibels"


@question(
    "Avez-vous besoin d'une personne pour communiquer ?",
    aide="Par exemple un interprète en langue des signes ou quelqu'un qui écrit pour vous.",
)
class communication_avec_aide_humaine(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Recourt à un dispositif de communication qui demande une aide humaine"


@question(
    "Combien recevez-vous par mois de majoration pour tierce personne ?",
    aide="Elle s'ajoute à une pension ou à une rente. Répondez 0 si vous n'en avez pas.",
    domaine=(0, 500),
)
class mtp_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Majoration pour tierce personne ou prestation équivalente d'accident du travail, par mois"

    def formula(individu, period, parameters):
        sante = parameters(period).prestations_sociales.prestations_etat_de_sante
        return individu("mtp_percu", period) * sante.perte_autonomie_personnes_agees.mtp


@question(
    "Depuis combien de jours de suite êtes-vous hospitalisé ou hébergé dans un établissement ?",
    aide="Répondez 0 si vous vivez chez vous.",
    seuils=("departement.pch.etablissement.jours", "departement.pch.etablissement.jours_licenciement"),
)
class jours_consecutifs_en_etablissement(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Jours consécutifs d'hospitalisation ou d'hébergement en établissement"


class OptionAeeh(Enum):
    __order__ = "complement pch"
    complement = "Garder le complément d'AEEH"
    pch = "Prendre la PCH à la place du complément"


@question(
    "Pour cet enfant, choisissez-vous le complément d'AEEH ou la PCH ?",
    aide="Avec le complément, la PCH reste possible pour le logement et les transports.",
    age=(0, 19),
)
class pch_option_aeeh(Variable):
    value_type = Enum
    possible_values = OptionAeeh
    default_value = (
        OptionAeeh.complement
    )  # article D. 245-32-1 : sans choix exprimé, le complément est présumé
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Choix entre le complément d'AEEH et la PCH"
