"""Revenu de solidarité jeunes (RSJ), délibération n° 2021-0482 de la Métropole de Lyon, 15 mars 2021."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, round_, set_input_dispatch_by_period, where
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.parcours import SoutienFamilial

DELIBERATION = "https://met.grandlyon.com/un-revenu-solidaire-pour-les-jeunes-en-galere"
INFO_JEUNES = "https://lyon.info-jeunes.fr/node/24911"
ASSOUPLISSEMENT_2022 = (
    "https://www.lyonmag.com/article/121271/"
    "metropole-de-lyon-premier-bilan-du-revenu-solidarite-jeunes-neuf-mois-apres-son-inauguration"
)


@question(
    "Combien de mois de RSJ avez-vous déjà reçus ?",
    aide="Comptez tous les mois, même s'ils ne se suivent pas.",
    seuils=("metropole_lyon.rsj.duree_maximale",),
    age=(18, 25),
)
class rsj_mois_percus(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "mois"
    label = "Mois de RSJ déjà reçus, continus ou non"


@question("Recevez-vous le Revenu de solidarité jeunes (RSJ) ?", age=(18, 25))
class rsj_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perçoit le RSJ"

    def formula_2021_06(individu, period):
        return individu("rsj_eligibilite", period)


class rsj_base_ressources(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Ressources d'activité du jeune seul, le mois de la demande"
    reference = INFO_JEUNES
    documentation = (
        "Ni les parents ni le conjoint ne sont comptés, ni la prime d'activité. "
        "Le mois retenu par les structures n'est pas publié."
    )

    def formula_2021_06(individu, period):
        ressources = (
            individu("salaire_net", period)
            + individu("remuneration_apprenti", period)
            + individu("indemnites_stage", period)
            + individu("revenus_stage_formation_pro", period)
            + individu("indemnites_volontariat", period)
            + individu("rpns_auto_entrepreneur_benefice", period)
        )
        return round_(ressources, 2)  # un net retrouvé depuis le brut n'est exact qu'au centime


class rsj_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge du RSJ"
    reference = DELIBERATION

    def formula_2021_06(individu, period, parameters):
        rsj = parameters(period).metropole_lyon.rsj
        age = individu("age", period)
        return (age >= rsj.age_minimum) * (age <= rsj.age_maximum)


class rsj_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class rsj_condition_duree_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole depuis assez longtemps"
    reference = DELIBERATION

    def formula_2021_06(individu, period, parameters):
        exigee = parameters(period).metropole_lyon.rsj.duree_residence
        return individu("duree_residence_metropole", period) >= exigee  # « au moins » : borne incluse


class rsj_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est en situation régulière"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return individu("sejour_regulier", period)


class rsj_condition_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est ni élève ni étudiant"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return individu("sorti_systeme_educatif", period)


class rsj_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Gagne moins que le seuil par son activité"
    reference = INFO_JEUNES

    def formula_2021_06(individu, period, parameters):
        seuil = parameters(period).metropole_lyon.rsj.seuil_ressources_activite
        return individu("rsj_base_ressources", period) < seuil  # « moins de » : borne exclue


class rsj_condition_rsa(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est pas bénéficiaire du RSA"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return ~(individu.has_role(Famille.PARENT) * individu.famille("rsa_percu", period))


class rsj_condition_aah(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ne reçoit pas l'AAH"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return ~individu("aah_percu", period)


class rsj_condition_aeeh(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Aucune AEEH n'est versée pour ce jeune"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return ~individu("aeeh_percue", period)


class rsj_condition_contrat_engagement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est pas en contrat d'engagement jeune"
    reference = DELIBERATION

    def formula_2022_03(individu, period):
        return ~individu("sous_contrat_engagement_jeune", period)

    def formula_2021_06(individu, period):
        return ~individu("sous_garantie_jeunes", period)


class rsj_condition_contrat_jeune_majeur(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est pas accompagné par un contrat jeune majeur"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return ~individu("sous_contrat_jeune_majeur", period)


class rsj_condition_soutien(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est pas suffisamment soutenu par ses parents ou un proche"
    reference = ASSOUPLISSEMENT_2022

    def formula_2022_02(individu, period):
        soutien = individu("soutien_financier_parents_ou_tiers", period)
        return soutien != SoutienFamilial.suffisant

    def formula_2021_06(individu, period):
        return individu("soutien_financier_parents_ou_tiers", period) == SoutienFamilial.aucun


class rsj_condition_duree(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas épuisé la durée du RSJ"
    reference = "https://met.grandlyon.com/la-metropole-experimente-un-revenu-solidarite-jeunes/"

    def formula_2021_06(individu, period, parameters):
        return individu("rsj_mois_percus", period) < parameters(period).metropole_lyon.rsj.duree_maximale


class rsj_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du RSJ"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return (
            individu("rsj_condition_age", period)
            * individu("rsj_condition_residence", period)
            * individu("rsj_condition_duree_residence", period)
            * individu("rsj_condition_sejour", period)
            * individu("rsj_condition_etudes", period)
            * individu("rsj_condition_ressources", period)
            * individu("rsj_condition_rsa", period)
            * individu("rsj_condition_aah", period)
            * individu("rsj_condition_aeeh", period)
            * individu("rsj_condition_contrat_engagement", period)
            * individu("rsj_condition_contrat_jeune_majeur", period)
            * individu("rsj_condition_soutien", period)
            * individu("rsj_condition_duree", period)
        )


class rsj_soutien_a_apprecier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le soutien familial est jugé insuffisant ou non par le référent"
    reference = ASSOUPLISSEMENT_2022

    def formula_2022_02(individu, period):
        return individu("soutien_financier_parents_ou_tiers", period) == SoutienFamilial.insuffisant


class rsj_a_charge_rsa(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Vit à la charge de parents qui reçoivent le RSA"
    reference = DELIBERATION
    documentation = "La règle exclut le bénéficiaire du RSA ; rien n'est publié pour l'enfant à charge."

    def formula_2021_06(individu, period):
        return ~individu.has_role(Famille.PARENT) * individu.famille("rsa_percu", period)


class rsj_autres_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A des ressources qui ne viennent pas d'une activité"
    reference = INFO_JEUNES
    documentation = "Rien n'est publié sur l'allocation chômage et la pension alimentaire."

    def formula_2021_06(individu, period):
        chomage = individu("chomage_net", period)
        pensions = individu("pensions_alimentaires_percues", period)
        return (chomage > 0) + (pensions > 0)


class rsj(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Revenu de solidarité jeunes, montant mensuel"
    reference = INFO_JEUNES
    documentation = "Ni imposable, ni compté comme ressource par les aides de la Caf."

    def formula_2021_06(individu, period, parameters):
        rsj = parameters(period).metropole_lyon.rsj
        travaille = individu("rsj_base_ressources", period) > 0
        montant = where(travaille, rsj.montant_avec_ressources, rsj.montant_sans_ressource)
        return individu("rsj_eligibilite", period) * montant


class rsj_mois_restants(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    label = "Mois de RSJ que la personne peut encore recevoir"

    def formula_2021_06(individu, period, parameters):
        return max_(
            0, parameters(period).metropole_lyon.rsj.duree_maximale - individu("rsj_mois_percus", period)
        )


class rsj_attribution(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Total d'une attribution de RSJ, avant réexamen"

    def formula_2021_06(individu, period, parameters):
        attribution = parameters(period).metropole_lyon.rsj.duree_attribution
        return individu("rsj", period) * min_(attribution, individu("rsj_mois_restants", period))


class rsj_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du RSJ"

    def formula_2021_06(individu, period):
        return statut(
            eligibilite=individu("rsj_eligibilite", period),
            a_etudier=individu("rsj_soutien_a_apprecier", period)
            + individu("rsj_a_charge_rsa", period)
            + individu("rsj_autres_ressources", period),
            sinon=Statut.eligible_probable,  # un référent accorde le RSJ après étude du dossier
        )
