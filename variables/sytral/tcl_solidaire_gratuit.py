"""TCL Solidaire Gratuit, vote du comité syndical du SYTRAL du 23 novembre 2020."""

from datetime import date

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, select, where
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.deficiences import DeficienceVisuelle
from openfisca_lyon.variables.situation.sejour import TitreSejour

TCL = "https://tcl.fr/solidaire-gratuit-0"
VOTE_2020 = "https://www.sytral.fr/TPL_CODE/TPL_ACTUALITE/PAR_TPL_IDENTIFIANT/5172/20-actualites.htm"
VOTE_2021 = (
    "https://www.20minutes.fr/lyon/3033711-20210503-lyon-formules-baisse-abonnements-hausse-"
    "reseau-tcl-quoi-attendre"
)
EXTENSION_2025 = (
    "https://rue89lyon.fr/2024/11/21/revolution-des-tcl-tout-savoir-sur-les-nouveaux-zonages-"
    "et-la-hausse-des-prix"
)
NON_FIXEE = date(9999, 12, 31)


class MotifGratuit(Enum):
    """Dans l'ordre où ils sont retenus ; les deux derniers se discutent."""

    __order__ = (
        "aucun rsa aah asi aspa malvoyant mutile rsj cej demandeur_asile demandeur_titre_sejour ayant_droit"
    )
    aucun = "Aucun"
    rsa = "RSA, pour l'allocataire et les personnes comptées avec lui"
    aah = "Allocation aux adultes handicapés (AAH)"
    asi = "Allocation supplémentaire d'invalidité (ASI)"
    aspa = "Allocation de solidarité aux personnes âgées (ASPA)"
    malvoyant = "Personne malvoyante ou aveugle"
    mutile = "Mutilé de guerre ou du travail, à partir d'un certain âge"
    rsj = "Revenu de solidarité jeunes (RSJ)"
    cej = "Contrat d'engagement jeune (CEJ)"
    demandeur_asile = "Demandeur d'asile, avec son conjoint et ses enfants"
    demandeur_titre_sejour = "Demandeur d'un titre de séjour, avec ses enfants"
    ayant_droit = "Conjoint ou enfant d'une personne qui a la gratuité"


class tcl_solidaire_gratuit_membre(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est le parent, le conjoint ou l'enfant assez jeune d'une famille"
    reference = TCL

    def formula_2021_01(individu, period, parameters):
        age_maximum = parameters(period).sytral.tcl_solidaire_gratuit.enfant_age_maximum
        return individu.has_role(Famille.PARENT) + (individu("age", period) <= age_maximum)


class tcl_solidaire_gratuit_motif_rsa(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est compté dans le calcul du RSA de son foyer"
    reference = TCL

    def formula_2021_01(individu, period):
        return (
            individu.famille("rsa_percu", period)
            * individu("pris_en_compte_rsa", period)
            * individu("tcl_solidaire_gratuit_membre", period)
        )


class tcl_solidaire_gratuit_motif_aah(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit l'AAH"
    reference = TCL

    def formula_2021_01(individu, period):
        return individu("aah_percu", period)


class tcl_solidaire_gratuit_motif_asi(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit l'ASI"
    reference = TCL

    def formula_2021_01(individu, period):
        return individu("asi_percu", period)


class tcl_solidaire_gratuit_motif_aspa(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit l'ASPA"
    reference = VOTE_2020

    def formula_2021_01(individu, period, parameters):
        # L'ASPA est connue par famille : le conjoint trop jeune pour l'avoir n'en est que l'ayant droit.
        invalidite = parameters(period).prestations_sociales.prestations_etat_de_sante.invalidite
        age_inapte = invalidite.aah.age_legal_retraite
        return (
            individu.famille("aspa_percu", period)
            * individu.has_role(Famille.PARENT)
            * (individu("age", period) >= age_inapte)
        )


class tcl_solidaire_gratuit_motif_malvoyant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est malvoyant ou aveugle"
    reference = TCL

    def formula_2021_01(individu, period):
        return individu("deficience_visuelle", period) != DeficienceVisuelle.aucune


class tcl_solidaire_gratuit_motif_mutile(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est mutilé de guerre ou du travail et a l'âge demandé"
    reference = TCL

    def formula_2021_01(individu, period, parameters):
        age_minimum = parameters(period).sytral.tcl_solidaire_gratuit.mutile_age_minimum
        return individu("mutile_guerre_ou_travail", period) * (individu("age", period) >= age_minimum)


class tcl_solidaire_gratuit_motif_rsj(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit le RSJ et a l'âge demandé"
    reference = VOTE_2021

    def formula_2021_06(individu, period, parameters):
        gratuit = parameters(period).sytral.tcl_solidaire_gratuit
        age = individu("age", period)
        return (
            individu("rsj_percu", period)
            * (age >= gratuit.rsj_age_minimum)
            * (age <= gratuit.rsj_age_maximum)
        )


class tcl_solidaire_gratuit_motif_cej(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est en contrat d'engagement jeune"
    reference = TCL

    def formula_2022_03(individu, period):
        return individu("sous_contrat_engagement_jeune", period)


class tcl_solidaire_gratuit_motif_demandeur_asile(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Demande l'asile, seul ou avec sa famille"
    reference = TCL

    def formula_2021_01(individu, period):
        return individu.famille("asile_demandeur", period) * individu("tcl_solidaire_gratuit_membre", period)


class tcl_solidaire_gratuit_motif_demandeur_titre_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Demande un titre de séjour, ou est l'enfant d'une personne qui le demande"
    reference = TCL
    documentation = "La page ne cite pas le conjoint de celui qui demande un titre."

    def formula_2021_01(individu, period):
        titre = individu("titre_sejour", period)
        demande = (titre == TitreSejour.demande_en_cours) + (titre == TitreSejour.recepisse)
        parent_demande = individu.famille.any(
            individu.famille.members("titre_sejour", period) == TitreSejour.demande_en_cours,
            role=Famille.PARENT,
        ) + individu.famille.any(
            individu.famille.members("titre_sejour", period) == TitreSejour.recepisse, role=Famille.PARENT
        )
        enfant = ~individu.has_role(Famille.PARENT)
        return demande + parent_demande * enfant * individu("tcl_solidaire_gratuit_membre", period)


class tcl_solidaire_gratuit_motif_ayant_droit(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est le conjoint ou l'enfant d'une personne qui a l'AAH, l'ASI, l'ASPA, le RSJ ou le CEJ"
    reference = VOTE_2020
    documentation = (
        "Le vote de 2020 parlait des conjoints et des enfants. "
        "La page actuelle ne les cite plus pour ces aides."
    )

    def formula_2021_01(individu, period):
        membres = individu.famille.members
        titulaire = (
            membres("tcl_solidaire_gratuit_motif_aah", period)
            + membres("tcl_solidaire_gratuit_motif_asi", period)
            + membres("tcl_solidaire_gratuit_motif_aspa", period)
            + membres("tcl_solidaire_gratuit_motif_rsj", period)
            + membres("tcl_solidaire_gratuit_motif_cej", period)
        )
        return individu.famille.any(titulaire, role=Famille.PARENT) * individu(
            "tcl_solidaire_gratuit_membre", period
        )


class tcl_solidaire_gratuit_motif(Variable):
    value_type = Enum
    possible_values = MotifGratuit
    default_value = MotifGratuit.aucun
    entity = Individu
    definition_period = MONTH
    label = "Ce qui ouvre la gratuité, le premier motif rempli"
    reference = TCL

    def formula_2021_01(individu, period):
        return select(
            [
                individu("tcl_solidaire_gratuit_motif_rsa", period),
                individu("tcl_solidaire_gratuit_motif_aah", period),
                individu("tcl_solidaire_gratuit_motif_asi", period),
                individu("tcl_solidaire_gratuit_motif_aspa", period),
                individu("tcl_solidaire_gratuit_motif_malvoyant", period),
                individu("tcl_solidaire_gratuit_motif_mutile", period),
                individu("tcl_solidaire_gratuit_motif_rsj", period),
                individu("tcl_solidaire_gratuit_motif_cej", period),
                individu("tcl_solidaire_gratuit_motif_demandeur_asile", period),
                individu("tcl_solidaire_gratuit_motif_demandeur_titre_sejour", period),
                individu("tcl_solidaire_gratuit_motif_ayant_droit", period),
            ],
            [
                MotifGratuit.rsa,
                MotifGratuit.aah,
                MotifGratuit.asi,
                MotifGratuit.aspa,
                MotifGratuit.malvoyant,
                MotifGratuit.mutile,
                MotifGratuit.rsj,
                MotifGratuit.cej,
                MotifGratuit.demandeur_asile,
                MotifGratuit.demandeur_titre_sejour,
                MotifGratuit.ayant_droit,
            ],
            default=MotifGratuit.aucun,
        )


class tcl_solidaire_gratuit_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite le Rhône, ou une autre commune du réseau depuis septembre 2025"
    reference = EXTENSION_2025

    def formula_2025_09(individu, period):
        return individu.menage("reside_rhone", period) + individu.menage("reside_territoire_sytral", period)

    def formula_2021_01(individu, period):
        return individu.menage("reside_rhone", period)


class tcl_solidaire_gratuit_condition_motif(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est dans une des situations qui ouvrent la gratuité"
    reference = TCL

    def formula_2021_01(individu, period):
        return individu("tcl_solidaire_gratuit_motif", period) != MotifGratuit.aucun


class tcl_solidaire_gratuit_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du TCL Solidaire Gratuit"
    reference = TCL

    def formula_2021_01(individu, period):
        return individu("tcl_solidaire_gratuit_condition_residence", period) * individu(
            "tcl_solidaire_gratuit_condition_motif", period
        )


class tcl_solidaire_gratuit(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix mensuel de l'abonnement de son âge, que la personne ne paie pas"
    reference = TCL

    def formula_2021_01(individu, period):
        return individu("tcl_solidaire_gratuit_eligibilite", period) * individu("tcl_abonnement_prix", period)


class tcl_solidaire_gratuit_titre_a_preciser(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas d'autre motif que la demande d'un titre de séjour"
    reference = "http://www.groupemirs.fr/2020/11/23/tarification-tcl/"
    documentation = "Une source réserve ce motif aux demandes en cours sans droit au travail."

    def formula_2021_01(individu, period):
        return individu("tcl_solidaire_gratuit_motif", period) == MotifGratuit.demandeur_titre_sejour


class tcl_solidaire_gratuit_ayant_droit_a_preciser(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas d'autre motif que d'être conjoint ou enfant"
    reference = VOTE_2020

    def formula_2021_01(individu, period):
        return individu("tcl_solidaire_gratuit_motif", period) == MotifGratuit.ayant_droit


class tcl_solidaire_gratuit_fin_droit(Variable):
    value_type = date
    default_value = NON_FIXEE
    entity = Individu
    definition_period = MONTH
    label = "Dernier jour de gratuité d'un enfant, si le droit s'ouvre le premier du mois"
    reference = TCL
    documentation = (
        "Pour les autres personnes, la durée va de trois mois à cinq ans selon le motif, sans détail publié."
    )

    def formula_2021_01(individu, period, parameters):
        gratuit = parameters(period).sytral.tcl_solidaire_gratuit
        mois = np.datetime64(period.start).astype("datetime64[M]")
        # Le droit court jusqu'au dernier jour du prochain mois d'août, celui de l'ouverture compris.
        jusqu_a_aout = (gratuit.enfant_mois_de_fin - period.start.month) % 12 + 1
        fin_scolaire = (mois + int(jusqu_a_aout)).astype("datetime64[D]") - 1
        fin_courte = (mois + int(gratuit.enfant_duree_sans_scolarite)).astype("datetime64[D]") - 1

        motif = individu("tcl_solidaire_gratuit_motif", period)
        suit_un_parent = ~individu.has_role(Famille.PARENT) * (
            (motif == MotifGratuit.rsa)
            + (motif == MotifGratuit.demandeur_asile)
            + (motif == MotifGratuit.demandeur_titre_sejour)
        )
        jeune = individu("age", period) <= gratuit.enfant_age_sans_certificat
        scolarise = jeune + ~individu("sorti_systeme_educatif", period)
        return where(
            suit_un_parent, where(scolarise, fin_scolaire, fin_courte), np.datetime64(NON_FIXEE, "D")
        )


class tcl_solidaire_gratuit_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du TCL Solidaire Gratuit"

    def formula_2021_01(individu, period):
        return statut(
            eligibilite=individu("tcl_solidaire_gratuit_eligibilite", period),
            a_etudier=individu("tcl_solidaire_gratuit_titre_a_preciser", period)
            + individu("tcl_solidaire_gratuit_ayant_droit_a_preciser", period),
            sinon=Statut.eligible,
        )
