"""PCH pendant un séjour en établissement ou à l'hôpital (articles D. 245-73 à D. 245-78 du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.departement.pch.arrondi import au_centime

ARRETE = "https://juriblio.fr/arretes/arrete-du-19-fevrier-2007/135042794"
JOURS_PAR_MOIS = 365 / 12  # article R. 245-41


@question("Avez-vous dû licencier votre aide à domicile pendant ce séjour ?")
class pch_aide_licenciee(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "L'aide à domicile employée a dû être licenciée"


@question("Étiez-vous déjà en établissement quand vous avez demandé la PCH ?")
class pch_demandee_en_etablissement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La PCH a été demandée pendant un séjour en établissement"


class pch_sejour_long(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le séjour en établissement dure depuis assez longtemps pour réduire l'aide humaine"
    reference = ARRETE

    def formula_2019(individu, period, parameters):
        durees = parameters(period).departement.pch.etablissement
        duree = where(individu("pch_aide_licenciee", period), durees.jours_licenciement, durees.jours)
        return (
            individu("jours_consecutifs_en_etablissement", period) > duree
        )  # entière jusqu'au 45e jour inclus


class pch_condition_etablissement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est en établissement et reçoit l'aide humaine réduite"
    reference = ARRETE

    def formula_2019(individu, period):
        present = individu("jours_consecutifs_en_etablissement", period) > 0
        return individu("pch_sejour_long", period) + present * individu(
            "pch_demandee_en_etablissement", period
        )


class pch_etablissement_journalier(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide humaine par jour passé en établissement, demande faite pendant le séjour"
    reference = ARRETE

    def formula_2020_04(individu, period, parameters):
        regles = parameters(period).departement.pch.etablissement
        smic = parameters(period).marche_travail.salaire_minimum.smic.smic_b_horaire
        entier = individu("pch_aide_humaine_domicile", period)
        reduit = min_(
            max_(regles.taux * entier / JOURS_PAR_MOIS, regles.minimum_journalier * smic),
            regles.maximum_journalier * smic,
        )
        concerne = individu("pch_condition_etablissement", period) * individu(
            "pch_demandee_en_etablissement", period
        )
        return au_centime(concerne * (entier > 0) * reduit)


class pch_etablissement_aide_humaine(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide humaine réduite pendant le séjour en établissement, pour un mois entier"
    reference = ARRETE
    documentation = "Les jours de retour à domicile, payés en entier, ne sont pas comptés."

    def formula_2020_04(individu, period, parameters):
        regles = parameters(period).departement.pch.etablissement
        smic = parameters(period).marche_travail.salaire_minimum.smic.smic_b_horaire
        entier = individu("pch_aide_humaine_domicile", period)
        en_cours_de_droit = min_(
            max_(regles.taux * entier, regles.minimum_mensuel * smic), regles.maximum_mensuel * smic
        )
        montant = where(
            individu("pch_demandee_en_etablissement", period),
            individu("pch_etablissement_journalier", period) * JOURS_PAR_MOIS,
            en_cours_de_droit,
        )
        return au_centime(individu("pch_condition_etablissement", period) * (entier > 0) * montant)


class pch_etablissement_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide humaine de la PCH en établissement"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_aide_humaine_eligibilite", period)
            * individu("pch_condition_etablissement", period),
            a_etudier=individu("pch_aide_humaine_a_etudier", period),
            sinon=Statut.eligible_probable,
        )
