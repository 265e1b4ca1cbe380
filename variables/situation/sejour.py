"""Depuis quand la personne vit ici, et avec quel droit au séjour."""

from datetime import date

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import ETERNITY, MONTH, Variable, select, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.questions import poser, question

poser(
    "asile_demandeur",
    "Votre famille demande-t-elle l'asile ?",
    aide="La demande d'asile est en cours et vous avez une attestation.",
)


@question(
    "Depuis quelle date habitez-vous dans la Métropole de Lyon, sans interruption ?",
    aide="Une date approchée suffit. Changer d'adresse dans la Métropole n'interrompt pas.",
    domaine=(0, 4, 240),
)
class date_arrivee_metropole(Variable):
    value_type = date
    default_value = date(9999, 12, 31)  # non résident : une durée ne se suppose pas
    entity = Individu
    definition_period = ETERNITY
    label = "Date d'arrivée dans la Métropole de Lyon, sans interruption depuis"


class duree_residence_metropole(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    unit = "mois"
    label = "Mois entiers de résidence ininterrompue dans la Métropole de Lyon"

    def formula(individu, period):
        arrivee = individu("date_arrivee_metropole", period).astype("datetime64[D]")
        return mois_entiers(arrivee, period)


def mois_entiers(depuis, period):
    """Return the whole months between dates and the first day of ``period``; negative before them."""
    mois = depuis.astype("datetime64[M]")
    premier = np.datetime64(period.start).astype("datetime64[M]")
    ecart = (premier - mois).astype(int)
    return ecart - (depuis > mois.astype("datetime64[D]"))  # arrivé après le 1er : le mois n'est pas entier


class TitreSejour(Enum):
    __order__ = (
        "francais eee_suisse carte_resident titre_valide protection_internationale recepisse demande_en_cours "
        "sans_titre"
    )
    francais = "Nationalité française"
    eee_suisse = "Citoyen de l'Union européenne, d'Islande, du Liechtenstein, de Norvège ou de Suisse"
    carte_resident = "Carte de résident, valable dix ans"
    titre_valide = "Carte de séjour ou visa de long séjour en cours de validité"
    protection_internationale = "Réfugié, apatride ou bénéficiaire de la protection subsidiaire"
    recepisse = "Récépissé ou attestation de prolongation qui autorise le séjour"
    demande_en_cours = "Demande de titre en cours, sans autorisation de séjour"
    sans_titre = "Aucun titre"


@question(
    "Quelle est votre situation au regard du séjour en France ?",
    aide="Si vous demandez l'asile, choisissez « aucun titre » : une autre question y répond.",
    deduite=False,
)
class titre_sejour(Variable):
    value_type = Enum
    possible_values = TitreSejour
    default_value = TitreSejour.sans_titre
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Nationalité ou titre de séjour"
    documentation = (
        "Non donné, suit la nationalité et la durée de titre d'OpenFisca-France, pour qui décrit une situation "
        "avec elles seules. Le simulateur, lui, pose la question."
    )

    def formula(individu, period):
        nationalite = individu("nationalite", period)
        europeen = individu("ressortissant_eee", period) + (nationalite == b"CH")
        return select(
            [nationalite == b"FR", europeen, individu("duree_possession_titre_sejour", period) > 0],
            [TitreSejour.francais, TitreSejour.eee_suisse, TitreSejour.titre_valide],
            default=TitreSejour.sans_titre,
        )


class sejour_regulier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Français, ou étranger en situation régulière au regard du séjour"
    documentation = (
        "Un demandeur d'asile a le droit de se maintenir en France sans avoir de titre : "
        "il n'est pas compté ici, chaque règle dit ce qu'elle fait de lui (asile_demandeur)."
    )

    def formula(individu, period):
        titre = individu("titre_sejour", period)
        return (titre != TitreSejour.demande_en_cours) * (titre != TitreSejour.sans_titre)


class famille_sejour_regulier(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un des parents est français, ou en situation régulière au regard du séjour"

    def formula(famille, period):
        return famille.any(famille.members("sejour_regulier", period), role=Famille.PARENT)


@question(
    "Avez-vous reçu une obligation de quitter le territoire français (OQTF) ?",
    aide="Répondez non si un juge l'a annulée.",
    age=(16, 130),
)
class obligation_quitter_territoire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Fait l'objet d'une obligation de quitter le territoire français"
