"""TCL Solidaire Réduit, vote du comité syndical du SYTRAL du 23 novembre 2020."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, select
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.prestations.education import TypesScolarite

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.etudes import DispositifScolaireAdapte

VOTE_2020 = "https://www.sytral.fr/TPL_CODE/TPL_ACTUALITE/PAR_TPL_IDENTIFIANT/5172/20-actualites.htm"
TONIC_RADIO = "https://www.tonicradio.fr/tcl-ce-qui-change-a-partir-du-1er-janvier/"
RENTREE_2021 = (
    "https://www.lyoncapitale.fr/actualite/lyon-l-abonnement-tcl-baisse-pour-les-etudiants-"
    "mais-il-augmente-pour-les-de-26-ans/"
)
INFO_JEUNES = "https://info-jeunes.fr/tarifs-des-transports-en-commun-lyonnais/"
COMBINE_SCOLAIRE = "https://jetrouvemaborne.tcl.fr/combine-scolaire-tcl-ter-asr-annuel"


class MotifReduit(Enum):
    """Dans l'ordre où ils sont retenus ; les trois derniers se discutent."""

    __order__ = (
        "aucun chomage_non_imposable inscrit_jeune parcours_ier garantie_jeunes faj c2s_ame "
        "boursier_secondaire eleve_adapte boursier_superieur aide_crous_annuelle combattant "
        "senior_non_imposable c2s_participation aeeh ayant_droit"
    )
    aucun = "Aucun"
    chomage_non_imposable = "Allocation de France Travail, sans impôt sur le revenu"
    inscrit_jeune = "Jeune inscrit à France Travail"
    parcours_ier = "Itinéraire emploi renforcé (IER)"
    garantie_jeunes = "Garantie jeunes"
    faj = "Fonds d'aide aux jeunes (FAJ)"
    c2s_ame = "Complémentaire santé solidaire gratuite, ou aide médicale de l'État"
    boursier_secondaire = "Collégien ou lycéen boursier"
    eleve_adapte = "Élève en SEGPA, ULIS, ITEP ou IME"
    boursier_superieur = "Étudiant boursier"
    aide_crous_annuelle = "Aide annuelle d'urgence du Crous"
    combattant = "Ancien combattant, ou sa veuve ou son veuf, à partir d'un certain âge"
    senior_non_imposable = "Senior sans impôt sur le revenu"
    c2s_participation = "Complémentaire santé solidaire avec participation"
    aeeh = "Enfant pour qui une AEEH est versée"
    ayant_droit = "Conjoint ou enfant d'une personne qui a le tarif réduit"


class tcl_solidaire_reduit_motif_chomage_non_imposable(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit une allocation de France Travail et n'est pas imposable"
    reference = VOTE_2020

    def formula_2021_01(individu, period):
        # « Non imposable » : le dernier avis d'impôt, qui porte sur les revenus d'il y a deux ans.
        non_imposable = individu.foyer_fiscal("non_imposable", period.n_2)
        return individu("allocation_france_travail_percue", period) * non_imposable


class tcl_solidaire_reduit_motif_inscrit_jeune(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est inscrit à France Travail et a l'âge demandé"
    reference = TONIC_RADIO

    def formula_2021_01(individu, period, parameters):
        reduit = parameters(period).sytral.tcl_solidaire_reduit
        age = individu("age", period)
        a_l_age = (age >= reduit.inscrit_age_minimum) * (age <= reduit.inscrit_age_maximum)
        return a_l_age * individu("inscrit_france_travail", period)


class tcl_solidaire_reduit_motif_parcours_ier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Suit un itinéraire emploi renforcé"
    reference = TONIC_RADIO

    def formula_2021_01(individu, period):
        return individu("parcours_ier", period)


class tcl_solidaire_reduit_motif_garantie_jeunes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2022-02-28"  # remplacée par le contrat d'engagement jeune, qui ouvre la gratuité
    label = "Est en Garantie jeunes"
    reference = TONIC_RADIO

    def formula_2021_01(individu, period):
        return individu("sous_garantie_jeunes", period)


class tcl_solidaire_reduit_motif_faj(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit une aide du Fonds d'aide aux jeunes"
    reference = TONIC_RADIO

    def formula_2021_01(individu, period):
        return individu("faj_percu", period)


class tcl_solidaire_reduit_motif_c2s_ame(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A la complémentaire santé solidaire gratuite ou l'aide médicale de l'État"
    reference = TONIC_RADIO

    def formula_2021_01(individu, period):
        return individu.famille("c2s_gratuite_percu", period) + individu("ame_percu", period)


class tcl_solidaire_reduit_motif_boursier_secondaire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est collégien ou lycéen boursier"
    reference = INFO_JEUNES

    def formula_2021_01(individu, period):
        scolarite = individu("scolarite", period)
        secondaire = (scolarite == TypesScolarite.college) + (scolarite == TypesScolarite.lycee)
        return individu("boursier", period) * secondaire


class tcl_solidaire_reduit_motif_eleve_adapte(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est élève en SEGPA, ULIS, ITEP ou IME"
    reference = INFO_JEUNES

    def formula_2021_01(individu, period):
        return individu("dispositif_scolaire_adapte", period) != DispositifScolaireAdapte.aucun


class tcl_solidaire_reduit_motif_boursier_superieur(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est étudiant boursier"
    reference = RENTREE_2021

    def formula_2021_09(individu, period):
        scolarite = individu("scolarite", period)
        secondaire = (scolarite == TypesScolarite.college) + (scolarite == TypesScolarite.lycee)
        return individu("boursier", period) * ~secondaire


class tcl_solidaire_reduit_motif_aide_crous_annuelle(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit l'aide annuelle d'urgence du Crous"
    reference = RENTREE_2021

    def formula_2021_09(individu, period):
        return individu("aide_crous_annuelle_percue", period)


class tcl_solidaire_reduit_motif_combattant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est ancien combattant, ou veuf d'un ancien combattant, et a l'âge demandé"
    reference = TONIC_RADIO

    def formula_2021_01(individu, period, parameters):
        age_minimum = parameters(period).sytral.tcl_solidaire_reduit.senior_age_minimum
        combattant = individu("ancien_combattant", period) + individu("veuf_ancien_combattant", period)
        return combattant * (individu("age", period) >= age_minimum)


class tcl_solidaire_reduit_motif_senior_non_imposable(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge demandé, n'est pas imposable et n'a pas l'ASPA"
    reference = TONIC_RADIO

    def formula_2021_01(individu, period, parameters):
        age_minimum = parameters(period).sytral.tcl_solidaire_reduit.senior_age_minimum
        return (
            (individu("age", period) >= age_minimum)
            * individu.foyer_fiscal("non_imposable", period.n_2)
            * ~individu("tcl_solidaire_gratuit_motif_aspa", period)  # l'ASPA ouvre la gratuité
        )


class tcl_solidaire_reduit_motif_c2s_participation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A la complémentaire santé solidaire avec participation"
    reference = TONIC_RADIO

    def formula_2021_01(individu, period):
        return individu.famille("c2s_participation_percu", period)


class tcl_solidaire_reduit_motif_aeeh(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est un enfant pour qui une AEEH est versée"
    reference = COMBINE_SCOLAIRE

    def formula_2025_09(individu, period):
        return individu("aeeh_percue", period)


class tcl_solidaire_reduit_motif_ayant_droit(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est le conjoint ou l'enfant d'une personne qui a le tarif réduit"
    reference = VOTE_2020
    documentation = "Le vote parle des conjoints et des enfants sans dire pour quels motifs ni comment."

    def formula_2021_01(individu, period, parameters):
        age_maximum = parameters(period).sytral.tcl_solidaire_reduit.enfant_age_maximum
        membres = individu.famille.members
        titulaire = (
            membres("tcl_solidaire_reduit_motif_chomage_non_imposable", period)
            + membres("tcl_solidaire_reduit_motif_inscrit_jeune", period)
            + membres("tcl_solidaire_reduit_motif_parcours_ier", period)
            + membres("tcl_solidaire_reduit_motif_garantie_jeunes", period)
            + membres("tcl_solidaire_reduit_motif_faj", period)
            + membres("tcl_solidaire_reduit_motif_c2s_ame", period)
            + membres("tcl_solidaire_reduit_motif_boursier_secondaire", period)
            + membres("tcl_solidaire_reduit_motif_eleve_adapte", period)
            + membres("tcl_solidaire_reduit_motif_boursier_superieur", period)
            + membres("tcl_solidaire_reduit_motif_aide_crous_annuelle", period)
            + membres("tcl_solidaire_reduit_motif_combattant", period)
            + membres("tcl_solidaire_reduit_motif_senior_non_imposable", period)
        )
        membre = individu.has_role(Famille.PARENT) + (individu("age", period) <= age_maximum)
        return individu.famille.any(titulaire, role=Famille.PARENT) * membre


class tcl_solidaire_reduit_motif(Variable):
    value_type = Enum
    possible_values = MotifReduit
    default_value = MotifReduit.aucun
    entity = Individu
    definition_period = MONTH
    label = "Ce qui ouvre le tarif réduit, le premier motif rempli"
    reference = TONIC_RADIO

    def formula_2021_01(individu, period):
        return select(
            [
                individu("tcl_solidaire_reduit_motif_chomage_non_imposable", period),
                individu("tcl_solidaire_reduit_motif_inscrit_jeune", period),
                individu("tcl_solidaire_reduit_motif_parcours_ier", period),
                individu("tcl_solidaire_reduit_motif_garantie_jeunes", period),
                individu("tcl_solidaire_reduit_motif_faj", period),
                individu("tcl_solidaire_reduit_motif_c2s_ame", period),
                individu("tcl_solidaire_reduit_motif_boursier_secondaire", period),
                individu("tcl_solidaire_reduit_motif_eleve_adapte", period),
                individu("tcl_solidaire_reduit_motif_boursier_superieur", period),
                individu("tcl_solidaire_reduit_motif_aide_crous_annuelle", period),
                individu("tcl_solidaire_reduit_motif_combattant", period),
                individu("tcl_solidaire_reduit_motif_senior_non_imposable", period),
                individu("tcl_solidaire_reduit_motif_c2s_participation", period),
                individu("tcl_solidaire_reduit_motif_aeeh", period),
                individu("tcl_solidaire_reduit_motif_ayant_droit", period),
            ],
            [
                MotifReduit.chomage_non_imposable,
                MotifReduit.inscrit_jeune,
                MotifReduit.parcours_ier,
                MotifReduit.garantie_jeunes,
                MotifReduit.faj,
                MotifReduit.c2s_ame,
                MotifReduit.boursier_secondaire,
                MotifReduit.eleve_adapte,
                MotifReduit.boursier_superieur,
                MotifReduit.aide_crous_annuelle,
                MotifReduit.combattant,
                MotifReduit.senior_non_imposable,
                MotifReduit.c2s_participation,
                MotifReduit.aeeh,
                MotifReduit.ayant_droit,
            ],
            default=MotifReduit.aucun,
        )


class tcl_solidaire_reduit_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite le Rhône, ou une autre commune du réseau depuis septembre 2025"
    reference = INFO_JEUNES

    def formula_2021_01(individu, period):
        return individu("tcl_solidaire_gratuit_condition_residence", period)


class tcl_solidaire_reduit_condition_motif(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est dans une des situations qui ouvrent le tarif réduit"
    reference = TONIC_RADIO

    def formula_2021_01(individu, period):
        return individu("tcl_solidaire_reduit_motif", period) != MotifReduit.aucun


class tcl_solidaire_reduit_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du TCL Solidaire Réduit"
    reference = VOTE_2020

    def formula_2021_01(individu, period):
        return individu("tcl_solidaire_reduit_condition_residence", period) * individu(
            "tcl_solidaire_reduit_condition_motif", period
        )


class tcl_solidaire_reduit(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix mensuel du TCL Solidaire Réduit"
    reference = INFO_JEUNES

    def formula_2021_01(individu, period, parameters):
        prix = parameters(period).sytral.tcl_solidaire_reduit.prix
        return individu("tcl_solidaire_reduit_eligibilite", period) * prix


class tcl_solidaire_reduit_economie(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Ce que la personne paie en moins, chaque mois, que l'abonnement de son âge"
    reference = INFO_JEUNES

    def formula_2021_01(individu, period):
        ecart = individu("tcl_abonnement_prix", period) - individu("tcl_solidaire_reduit", period)
        return individu("tcl_solidaire_reduit_eligibilite", period) * max_(0, ecart)


class tcl_solidaire_reduit_c2s_a_preciser(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas d'autre motif que la complémentaire santé solidaire avec participation"
    reference = TONIC_RADIO

    def formula_2021_01(individu, period):
        return individu("tcl_solidaire_reduit_motif", period) == MotifReduit.c2s_participation


class tcl_solidaire_reduit_aeeh_a_preciser(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas d'autre motif que l'AEEH"
    reference = COMBINE_SCOLAIRE

    def formula_2021_01(individu, period):
        return individu("tcl_solidaire_reduit_motif", period) == MotifReduit.aeeh


class tcl_solidaire_reduit_ayant_droit_a_preciser(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas d'autre motif que d'être conjoint ou enfant"
    reference = VOTE_2020

    def formula_2021_01(individu, period):
        return individu("tcl_solidaire_reduit_motif", period) == MotifReduit.ayant_droit


class tcl_solidaire_reduit_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du TCL Solidaire Réduit"

    def formula_2021_01(individu, period):
        return statut(
            eligibilite=individu("tcl_solidaire_reduit_eligibilite", period),
            a_etudier=individu("tcl_solidaire_reduit_c2s_a_preciser", period)
            + individu("tcl_solidaire_reduit_aeeh_a_preciser", period)
            + individu("tcl_solidaire_reduit_ayant_droit_a_preciser", period),
            sinon=Statut.eligible,
        )
