"""Aide ménagère au titre de l'aide sociale : articles L. 231-1, L. 241-1 et R. 231-2 du CASF."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, round_, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu, Menage
from openfisca_france.model.prestations.autonomie import TypesGir

from openfisca_lyon.variables.communs.questions import poser, question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.autonomie import LieuDeVie

CASF = (
    "https://www.legifrance.gouv.fr/affichCode.do?"
    "idSectionTA=LEGISCTA000006145439&cidTexte=LEGITEXT000006074069"
)
TOODEGO = "https://demarches.toodego.com/social/simuler-une-obligation-alimentaire"

poser(
    "aah_restriction_substantielle_durable_acces_emploi",
    "La maison du handicap (MDMPH) a-t-elle reconnu que votre handicap vous empêche durablement de trouver un emploi ?",
    aide="C'est la « restriction substantielle et durable pour l'accès à l'emploi » de votre notification.",
    age=(16, 67),
)


@question("Recevez-vous une aide ménagère payée par l'aide sociale de la Métropole ?", age=(18, 130))
class aide_menagere_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Bénéficie de l'aide ménagère au titre de l'aide sociale"

    def formula(individu, period):
        return individu("aide_menagere_eligibilite", period)


class aide_menagere_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'aide sociale, ou un handicap reconnu"
    reference = CASF

    def formula(individu, period):
        return individu("aide_sociale_personne_agee", period) + individu(
            "aide_sociale_personne_handicapee", period
        )


class aide_menagere_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = CASF

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class aide_menagere_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est en situation régulière"
    reference = CASF

    def formula(individu, period):
        return individu("sejour_regulier", period)


class aide_menagere_condition_lieu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Vit à domicile ou en résidence autonomie"
    reference = CASF

    def formula(individu, period):
        lieu = individu("lieu_de_vie", period)
        return (lieu == LieuDeVie.domicile) + (lieu == LieuDeVie.residence_autonomie)


class aide_menagere_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les ressources, hors aides au logement, ne dépassent pas le plafond du minimum vieillesse"
    reference = TOODEGO

    def formula(individu, period):
        ressources = round_(individu.famille("asi_aspa_base_ressources", period), 2)
        # « ne pas dépasser » : borne incluse
        return ressources <= individu.famille("plafond_minimum_vieillesse", period)


class aide_menagere_condition_apa(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ne relève pas de l'APA"
    reference = CASF
    documentation = "Classé en GIR 1 à 4 à l'âge de l'APA, c'est l'APA qui paie l'aide à domicile."

    def formula(individu, period, parameters):
        loi = parameters(period).prestations_sociales.prestations_etat_de_sante
        age_apa = individu("age", period) >= loi.perte_autonomie_personnes_agees.apa_domicile.condition_age
        gir = individu("gir", period)
        gir_1_a_4 = (gir != TypesGir.non_defini) * (gir != TypesGir.gir_5) * (gir != TypesGir.gir_6)
        return ~(age_apa * gir_1_a_4) * ~individu("apa_percu", period)


class aide_menagere_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'aide ménagère"
    reference = CASF

    def formula(individu, period):
        return (
            individu("aide_menagere_condition_public", period)
            * individu("aide_menagere_condition_residence", period)
            * individu("aide_menagere_condition_sejour", period)
            * individu("aide_menagere_condition_lieu", period)
            * individu("aide_menagere_condition_ressources", period)
            * individu("aide_menagere_condition_apa", period)
        )


class aide_menagere_autre_aide(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit déjà une autre aide pour la vie à domicile"
    reference = CASF

    def formula(individu, period):
        return individu("pch_percu", period) + individu("actp_percu", period) + individu("mtp_percu", period)


class aide_menagere_nb_beneficiaires(Variable):
    value_type = int
    entity = Menage
    definition_period = MONTH
    label = "Personnes du logement qui peuvent avoir l'aide ménagère"
    reference = CASF

    def formula(menage, period):
        return menage.sum(menage.members("aide_menagere_eligibilite", period))


class aide_menagere(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Heures d'aide ménagère par mois, au plus"
    reference = CASF

    def formula(individu, period, parameters):
        loi = parameters(period).departement.aide_menagere
        vie_commune = individu.menage("aide_menagere_nb_beneficiaires", period) > 1
        heures = where(vie_commune, loi.heures * (1 - loi.reduction_vie_commune), loi.heures)
        return individu("aide_menagere_eligibilite", period) * heures


class aide_menagere_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide ménagère"

    def formula(individu, period):
        return statut(
            eligibilite=individu("aide_menagere_eligibilite", period),
            a_etudier=individu("aide_menagere_autre_aide", period),
            sinon=Statut.eligible_probable,  # la Métropole apprécie le besoin d'aide
        )
