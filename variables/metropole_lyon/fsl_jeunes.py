"""FSL jeunes : loyer et meubles des jeunes au RSJ ou sortis de l'aide sociale à l'enfance (mai 2025).

Les mêmes montants existent dans l'ARSJM : c'est très probablement une seule aide. Qui reçoit l'ARSJM la trouve
là, et n'est pas compté ici.
"""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, round_
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesStatutOccupationLogement

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.sejour import mois_entiers

VOTE = (
    "https://www.lyoncapitale.fr/actualite/"
    "la-metropole-de-lyon-etend-son-fonds-de-solidarite-logement-aux-jeunes-en-situation-de-precarite"
)


class fsl_jeunes_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = VOTE

    def formula_2025_06(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class fsl_jeunes_sortant_ase(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Jeune majeur sorti de l'aide sociale à l'enfance, sans le RSJ"
    reference = VOTE
    documentation = "L'âge limite n'est pas publié : celui du RSJ est pris."

    def formula_2025_06(individu, period, parameters):
        ages = parameters(period).metropole_lyon.rsj
        age = individu("age", period)
        jeune = (age >= ages.age_minimum) * (age <= ages.age_maximum)
        return jeune * individu("confie_ase_avant_majorite", period) * ~individu("rsj_percu", period)


class fsl_jeunes_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit le RSJ, ou sort de l'aide sociale à l'enfance"
    reference = VOTE

    def formula_2025_06(individu, period):
        return individu("rsj_percu", period) + individu("fsl_jeunes_sortant_ase", period)


class fsl_jeunes_condition_arsjm(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ne reçoit pas l'ARSJM, qui donne les mêmes aides"
    reference = VOTE

    def formula_2025_06(individu, period):
        return ~individu("arsjm_percu", period)


class fsl_jeunes_condition_locataire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est locataire"
    reference = VOTE

    def formula_2025_06(individu, period):
        occupation = individu.menage("statut_occupation_logement", period)
        return (
            (occupation == TypesStatutOccupationLogement.locataire_hlm)
            + (occupation == TypesStatutOccupationLogement.locataire_vide)
            + (occupation == TypesStatutOccupationLogement.locataire_meuble)
            + (occupation == TypesStatutOccupationLogement.locataire_foyer)
        )


class fsl_jeunes_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du FSL jeunes"
    reference = VOTE

    def formula_2025_06(individu, period):
        return (
            individu("fsl_jeunes_condition_residence", period)
            * individu("fsl_jeunes_condition_public", period)
            * individu("fsl_jeunes_condition_arsjm", period)
            * individu("fsl_jeunes_condition_locataire", period)
        )


class fsl_jeunes_loyer_condition_duree(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est dans les premiers mois du bail"
    reference = VOTE

    def formula_2025_06(individu, period, parameters):
        duree = parameters(period).metropole_lyon.fsl_jeunes.loyer_duree
        signature = individu.menage("date_signature_bail", period).astype("datetime64[D]")
        mois = mois_entiers(signature, period)
        # Négatif le mois de la signature ; très négatif sans bail.
        return (mois >= -1) * (mois < duree)


class fsl_jeunes_loyer_residuel(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Loyer mensuel qui reste après l'aide au logement"

    def formula_2025_06(individu, period):
        return max_(0, individu.menage("loyer", period) - individu.famille("aide_logement", period))


class fsl_jeunes_loyer(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Part de loyer du FSL jeunes, au plus"
    reference = VOTE

    def formula_2025_06(individu, period, parameters):
        maximum = parameters(period).metropole_lyon.fsl_jeunes.loyer_maximum
        part = round_(min_(maximum, individu("fsl_jeunes_loyer_residuel", period)), 2)
        ouvert = individu("fsl_jeunes_eligibilite", period)
        return ouvert * individu("fsl_jeunes_loyer_condition_duree", period) * part


class fsl_jeunes_loyer_total(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Total de la part de loyer du FSL jeunes sur sa durée, au plus"
    reference = VOTE

    def formula_2025_06(individu, period, parameters):
        duree = parameters(period).metropole_lyon.fsl_jeunes.loyer_duree
        return individu("fsl_jeunes_loyer", period) * duree


class fsl_jeunes_loyer_public_incertain(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ne reçoit pas l'ARSJM : les sources ne s'accordent pas sur la part de loyer"
    reference = VOTE

    def formula_2025_06(individu, period):
        return individu("fsl_jeunes_condition_public", period)


class fsl_jeunes_loyer_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la part de loyer du FSL jeunes"

    def formula_2025_06(individu, period):
        return statut(
            eligibilite=individu("fsl_jeunes_eligibilite", period)
            * individu("fsl_jeunes_loyer_condition_duree", period),
            a_etudier=individu("fsl_jeunes_loyer_public_incertain", period),
            sinon=Statut.eligible_probable,
        )


class fsl_jeunes_equipement(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide du FSL jeunes pour s'équiper, une seule fois"
    reference = VOTE

    def formula_2025_06(individu, period, parameters):
        montant = parameters(period).metropole_lyon.fsl_jeunes.equipement
        return individu("fsl_jeunes_eligibilite", period) * montant


class fsl_jeunes_equipement_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide à l'équipement du FSL jeunes"

    def formula_2025_06(individu, period):
        return statut(
            eligibilite=individu("fsl_jeunes_eligibilite", period),
            a_etudier=individu("fsl_jeunes_sortant_ase", period),
            sinon=Statut.eligible_probable,
        )


class fsl_jeunes_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du FSL jeunes"

    def formula_2025_06(individu, period):
        return statut(
            eligibilite=individu("fsl_jeunes_eligibilite", period),
            a_etudier=individu("fsl_jeunes_sortant_ase", period),
            sinon=Statut.eligible_probable,  # une évaluation sociale décide
        )
