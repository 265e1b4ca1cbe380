"""Les droits nationaux déjà reçus. Non dit, un droit reçu suit le droit calculé."""

from openfisca_core.model_api import MONTH, Variable, not_, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.questions import question


@question("Votre foyer reçoit-il le RSA ?", age=(16, 67))
class rsa_percu(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La famille perçoit le RSA"

    def formula(famille, period):
        return (famille("rsa", period) > 0) * famille("rsa_condition_sejour", period)


@question(
    "Êtes-vous compté dans le calcul du RSA de votre foyer ?",
    aide="La Caf ou la MSA compte l'allocataire, son conjoint et les enfants à charge.",
)
class pris_en_compte_rsa(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Compté dans le calcul du RSA que perçoit la famille"

    def formula(individu, period):
        return individu.famille("rsa_percu", period)


@question("Recevez-vous l'allocation aux adultes handicapés (AAH) ?", age=(16, 130))
class aah_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perçoit l'AAH"

    def formula(individu, period):
        return (individu("aah", period) > 0) * individu("sejour_regulier", period)


@question("Une allocation d'éducation de l'enfant handicapé (AEEH) est-elle versée pour vous ?", age=(0, 20))
class aeeh_percue(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Une AEEH est versée pour cet enfant"

    def formula(individu, period, parameters):
        # ``aeeh`` est porté par la famille : l'enfant concerné est celui dont le handicap est reconnu.
        regles = parameters(period).prestations_sociales.prestations_familiales
        maximum = regles.education_presence_parentale.aeeh.age_maximum_enfant
        reconnu = individu("handicap", period) * (individu("age", period) < maximum)
        enfant = not_(individu.has_role(Famille.PARENT))
        ouvert = (individu.famille("aeeh", period) > 0) * individu.famille("famille_sejour_regulier", period)
        return reconnu * enfant * ouvert


@question("Recevez-vous l'allocation supplémentaire d'invalidité (ASI) ?", age=(18, 66))
class asi_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perçoit l'ASI"

    def formula(individu, period):
        return individu("asi", period) > 0


@question(
    "Recevez-vous l'allocation de solidarité aux personnes âgées (ASPA, ancien minimum vieillesse) ?",
    age=(60, 130),
)
class aspa_percu(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La famille perçoit l'ASPA"

    def formula(famille, period):
        return famille("aspa", period) > 0


@question("Avez-vous la complémentaire santé solidaire, sans rien payer ?")
class c2s_gratuite_percu(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La famille a la complémentaire santé solidaire sans participation"

    def formula(famille, period):
        return famille("cmu_c", period)


@question("Recevez-vous la prime d'activité ?", age=(16, 130))
class ppa_percu(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La famille perçoit la prime d'activité"

    def formula(famille, period):
        return famille("ppa", period) > 0


@question("Recevez-vous la prestation de compensation du handicap (PCH) ?")
class pch_percu(Variable):
    # Sans formule : une PCH seulement possible ne doit pas fermer l'APA, la personne choisit.
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perçoit la PCH"


@question("Recevez-vous l'allocation compensatrice pour tierce personne (ACTP) ?", age=(36, 130))
class actp_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perçoit l'ACTP"


@question("Recevez-vous l'allocation compensatrice pour frais professionnels (ACFP) ?", age=(36, 130))
class acfp_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perçoit l'ACFP"


@question(
    "Recevez-vous, avec votre pension, une majoration pour l'aide constante d'une tierce personne (MTP) ?",
    age=(18, 130),
)
class mtp_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perçoit la majoration pour tierce personne"


@question("Avez-vous la complémentaire santé solidaire, en payant une participation chaque mois ?")
class c2s_participation_percu(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La famille a la complémentaire santé solidaire avec participation"

    def formula(famille, period):
        return famille("css_participation_forfaitaire", period) > 0


@question("Avez-vous l'aide médicale de l'État (AME) ?")
class ame_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A l'aide médicale de l'État"


@question("Recevez-vous une aide du Fonds d'aide aux jeunes (FAJ) ?", age=(16, 26))
class faj_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Reçoit une aide du Fonds d'aide aux jeunes"


@question("Recevez-vous l'allocation de solidarité spécifique (ASS) ?", age=(18, 67))
class ass_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perçoit l'ASS"

    def formula(individu, period):
        return individu("ass", period) > 0
