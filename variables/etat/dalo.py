"""Droit au logement opposable (DALO), article L. 441-2-3 du CCH, loi n° 2007-290 du 5 mars 2007."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, where
from openfisca_france.entities import Famille, Menage
from openfisca_france.model.base import TypesStatutOccupationLogement

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.sejour import mois_entiers

PREFECTURE = (
    "https://www.rhone.gouv.fr/layout/set/print/Politiques-publiques/"
    "Solidarites-hebergement-logement-et-populations-vulnerables/"
    "Hebergement-logement-social-et-droit-au-logement/"
    "Le-DALO-la-commission-de-mediation-droit-au-logement-opposable"
)
CRITERES = "https://droitaulogementopposable.org/Criteres-de-reconnaissance-DALO-prevus-par-la-loi"


class dalo_suroccupation(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est trop petit pour ceux qui y vivent"
    reference = CRITERES
    documentation = "La commission peut retenir d'autres cas, selon les pièces et l'âge des enfants."

    def formula_2019_01(menage, period, parameters):
        dalo = parameters(period).etat.dalo
        personnes = menage.nb_persons()
        plusieurs = dalo.surface_deux_personnes + max_(0, personnes - 2) * dalo.surface_par_personne
        exigee = where(personnes > 1, min_(plusieurs, dalo.surface_maximale), dalo.surface_une_personne)
        surface = menage("surface_habitable", period)
        return (surface > 0) * (surface < exigee)  # une surface nulle n'a pas été dite


class dalo_mineur_ou_handicap(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un enfant mineur, ou une personne handicapée, vit dans la famille"
    reference = CRITERES

    def formula_2019_01(famille, period):
        mineur = ~famille.members("majeur", period)
        handicap = (
            famille.members("handicap", period)
            + famille.members("invalidite", period)
            + famille.members("cmi_invalidite_percu", period)
            + (famille.members("taux_incapacite", period) > 0)
            + (famille.members("aeeh_niveau_handicap", period) > 0)
        )
        return famille.any(mineur, role=Famille.ENFANT) + famille.any(handicap)


class dalo_motif_sans_logement(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "N'a pas de logement"
    reference = CRITERES

    def formula_2019_01(famille, period):
        return famille.demandeur.menage("sans_abri", period)


class dalo_motif_heberge_proche(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Est hébergé gratuitement chez un proche"
    reference = CRITERES
    documentation = "La commission regarde si l'hébergement peut durer, surtout chez les parents."

    def formula_2019_01(famille, period):
        occupation = famille.demandeur.menage("statut_occupation_logement", period)
        return occupation == TypesStatutOccupationLogement.loge_gratuitement


class dalo_motif_expulsion(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Est menacé d'expulsion, sans relogement"
    reference = CRITERES

    def formula_2019_01(famille, period):
        return famille.demandeur.menage("menace_expulsion", period)


class dalo_motif_hebergement(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Vit dans une structure d'hébergement ou un logement de transition"
    reference = CRITERES

    def formula_2019_01(famille, period):
        stable = famille.demandeur.menage("logement_stable", period)
        return ~stable * famille.demandeur.menage("heberge_structure", period)


class dalo_motif_insalubre(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Vit dans un logement impropre, insalubre ou dangereux"
    reference = CRITERES

    def formula_2019_01(famille, period):
        return famille.demandeur.menage("logement_insalubre", period)


class dalo_motif_indecence(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Logement trop petit ou non décent, avec un enfant mineur ou une personne handicapée"
    reference = CRITERES

    def formula_2019_01(famille, period):
        trop_petit = famille.demandeur.menage("dalo_suroccupation", period)
        non_decent = famille.demandeur.menage("logement_non_decent", period)
        return famille("dalo_mineur_ou_handicap", period) * (trop_petit + non_decent)


class dalo_motif_delai(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Attend un logement social depuis un délai anormalement long, sans proposition adaptée"
    reference = CRITERES

    def formula_2019_01(famille, period, parameters):
        delai = parameters(period).etat.dalo.delai_anormalement_long
        attente = famille("demande_logement_social_mois", period)
        return famille("logement_social_sans_proposition", period) * (attente >= delai)


class demande_logement_social_mois(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    label = "Mois entiers depuis la demande de logement social ; négatif s'il n'y en a pas"

    def formula(famille, period):
        return mois_entiers(famille("date_demande_logement_social", period).astype("datetime64[D]"), period)


class dalo_condition_demande(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A une demande de logement social en cours"
    reference = PREFECTURE

    def formula_2019_01(famille, period):
        return famille("demande_logement_social_mois", period) >= 0


class dalo_condition_situation(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Est dans une des situations de mal-logement que la loi reconnaît"
    reference = CRITERES

    def formula_2019_01(famille, period):
        return (
            famille("dalo_motif_sans_logement", period)
            + famille("dalo_motif_heberge_proche", period)
            + famille("dalo_motif_expulsion", period)
            + famille("dalo_motif_hebergement", period)
            + famille("dalo_motif_insalubre", period)
            + famille("dalo_motif_indecence", period)
            + famille("dalo_motif_delai", period)
        )


class dalo_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Peut déposer un recours DALO"
    reference = CRITERES

    def formula_2019_01(famille, period):
        return (
            famille("logement_social_eligibilite", period)
            * famille("dalo_condition_demande", period)
            * famille("dalo_condition_situation", period)
        )


class dalo_hebergement_proche_a_apprecier(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "L'hébergement chez un proche est le seul motif"
    reference = CRITERES

    def formula_2019_01(famille, period):
        autres = (
            famille("dalo_motif_sans_logement", period)
            + famille("dalo_motif_expulsion", period)
            + famille("dalo_motif_hebergement", period)
            + famille("dalo_motif_insalubre", period)
            + famille("dalo_motif_indecence", period)
            + famille("dalo_motif_delai", period)
        )
        return famille("dalo_motif_heberge_proche", period) * ~autres


class dalo_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut du recours DALO"

    def formula_2019_01(famille, period):
        return statut(
            eligibilite=famille("dalo_eligibilite", period),
            a_etudier=famille("dalo_hebergement_proche_a_apprecier", period)
            + famille("logement_social_a_etudier", period),
            sinon=Statut.eligible_probable,  # la commission de médiation décide
        )
