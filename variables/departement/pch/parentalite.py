"""PCH : l'aide à la parentalité, depuis 2021 (décret n° 2020-1826, arrêté du 17 décembre 2020)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, not_, where
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.departement.pch.arrondi import au_centime
from openfisca_lyon.variables.situation.sejour import mois_entiers

ARRETE = "https://legal.tricoteuses.fr/articles/JORFARTI000042845215"
MOIS_PAR_AN = 12


class pch_condition_jeune_enfant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est parent d'un enfant de moins de sept ans"
    reference = ARRETE

    def formula_2021(individu, period, parameters):
        fin = parameters(period).departement.pch.parentalite.age_fin
        famille = individu.famille
        jeune = famille.members("age", period) < fin
        return individu.has_role(Famille.PARENT) * famille.any(jeune, role=Famille.ENFANT)


class pch_parentalite_aide_humaine(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, aide humaine à la parentalité, par mois"
    reference = ARRETE
    documentation = (
        "Le plus jeune enfant décide. Chaque parent qui reçoit l'aide humaine a son forfait. Le texte fixe "
        "le montant : le taux de prise en charge n'est pas appliqué."
    )

    def formula_2021(individu, period, parameters):
        regles = parameters(period).departement.pch.parentalite
        famille = individu.famille
        tout_petit = famille.members("age", period) < regles.age_petite_enfance
        a_un_tout_petit = famille.any(tout_petit, role=Famille.ENFANT)
        forfait = where(a_un_tout_petit, regles.forfait_petite_enfance, regles.forfait_enfance)
        seul = not_(famille("en_couple", period))
        ouvert = individu("pch_aide_humaine_eligibilite", period) * individu(
            "pch_condition_jeune_enfant", period
        )
        return au_centime(ouvert * forfait * (1 + regles.majoration_parent_seul * seul))


class pch_forfait_materiel_enfant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Forfait de matériel qu'un enfant ouvre ce mois-ci à son parent"
    reference = ARRETE

    def formula_2021(individu, period, parameters):
        regles = parameters(period).departement.pch.parentalite
        naissance = individu("date_naissance", period).astype("datetime64[M]").astype("datetime64[D]")
        mois = mois_entiers(naissance, period)
        return (
            (mois == 0) * regles.materiel_naissance
            + (mois == regles.anniversaire_petit_enfant * MOIS_PAR_AN) * regles.materiel_petit_enfant
            + (mois == regles.anniversaire_enfant * MOIS_PAR_AN) * regles.materiel_enfant
        )


class pch_parentalite_materiel(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = (
        "PCH, forfait de matériel de la parentalité, versé le mois de la naissance, des 3 ans et des 6 ans"
    )
    reference = ARRETE

    def formula_2021(individu, period):
        famille = individu.famille
        forfaits = famille.members("pch_forfait_materiel_enfant", period)
        parent = individu.has_role(Famille.PARENT)
        ouvert = individu("pch_eligibilite_complete", period) * parent
        return ouvert * famille.sum(forfaits, role=Famille.ENFANT)


class pch_condition_echeance_materiel(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Un enfant naît, a 3 ans ou a 6 ans ce mois-ci"
    reference = ARRETE

    def formula_2021(individu, period):
        famille = individu.famille
        forfaits = famille.members("pch_forfait_materiel_enfant", period)
        parent = individu.has_role(Famille.PARENT)
        return parent * famille.any(forfaits > 0, role=Famille.ENFANT)


class pch_parentalite_aide_humaine_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide humaine à la parentalité de la PCH"

    def formula_2021(individu, period):
        return statut(
            eligibilite=individu("pch_aide_humaine_eligibilite", period)
            * individu("pch_condition_jeune_enfant", period),
            a_etudier=individu("pch_a_verifier", period),
            sinon=Statut.eligible_probable,
        )


class pch_parentalite_materiel_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du forfait de matériel de la parentalité de la PCH"

    def formula_2021(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite_complete", period)
            * individu("pch_condition_echeance_materiel", period),
            a_etudier=individu("pch_a_verifier", period),
            sinon=Statut.eligible_probable,
        )
