"""Quotient familial de la Caf et de la MSA, absent d'OpenFisca-France 176.1.8.

Il se calcule avant la déduction fiscale de 10 %, avec les prestations du mois précédent. Ce n'est pas le
quotient fiscal (revenu fiscal de référence par part). La valeur d'une attestation remplace le calcul.
"""

from openfisca_core.model_api import ADD, MONTH, Variable, max_, not_, set_input_dispatch_by_period, where
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite

from openfisca_lyon.variables.communs.questions import question

CAF = (
    "https://caf.fr/allocataires/caf-de-tarn-et-garonne/offre-de-service/vie-personnelle/"
    "modalites-specifiques-concernant-les-beneficaires-d-action-sociale/"
    "conditions-generales-d-attribution-des-aides-individuelles-beneficiaires-potentiels-et-mode-de"
)
PRESTATIONS = (
    "http://meurthe-et-moselle.fr/actions/coll%C3%A8ges/restauration-scolaire/estimer-son-quotient-familial"
)
API_PARTICULIER = "https://github.com/etalab/admin_api_entreprise"
CHOMAGE = (
    "https://ash.tm.fr/hebdo/2447/le-social-en-textes/"
    "lappreciation-des-ressources-en-periode-de-chomage-pour-loctroi-des-prestations-familiales-412218.php"
)


class quotient_familial_cnaf_enfant_a_charge(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfant à charge pour le quotient familial de la Caf"
    reference = API_PARTICULIER
    documentation = (
        "Plus large que les prestations familiales : jusqu'à 21 ans, si l'enfant gagne peu. "
        "L'enfant attendu n'est pas compté : la source dit seulement que la grossesse l'est."
    )

    def formula(individu, period, parameters):
        limite = parameters(period).communs.quotient_familial_cnaf.age_limite_enfant
        enfants = parameters(period).prestations_sociales.prestations_familiales.def_pac.enfants
        # L'âge au 1er du mois dit la situation du mois précédent, que lit le quotient.
        age = individu("age", period)
        gagne_sa_vie = (age >= enfants.age_intermediaire) * individu("autonomie_financiere", period)
        dans_la_famille = individu.has_role(Famille.ENFANT)
        return dans_la_famille * (age >= enfants.age_minimal) * (age < limite) * not_(gagne_sa_vie)


class quotient_familial_cnaf_parts(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Parts du quotient familial de la Caf"
    reference = "http://www.coevrons.fr/simulateur-de-quotient-familial"
    documentation = "Un parent seul compte autant qu'un couple. Ce ne sont pas les parts fiscales."

    def formula(famille, period, parameters):
        bareme = parameters(period).communs.quotient_familial_cnaf
        a_charge = famille.members("quotient_familial_cnaf_enfant_a_charge", period)
        enfants = famille.sum(a_charge)
        handicapes = famille.sum(a_charge * famille.members("aeeh_percue", period))
        return (
            bareme.parts_parents
            + enfants * bareme.parts_enfant
            + (enfants >= bareme.rang_supplement) * bareme.parts_troisieme_enfant
            + handicapes * bareme.parts_enfant_handicape
        )


class quotient_familial_cnaf_chomage_non_indemnise(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Au chômage sans indemnité, ou avec l'ASS, depuis deux mois"
    reference = CHOMAGE

    def formula(individu, period):
        avant = period.last_month
        chomeur = (individu("activite", avant) == TypesActivite.chomeur) * (
            individu("activite", avant.last_month) == TypesActivite.chomeur
        )
        sans_indemnite = individu("chomage_net", avant) <= 0
        return chomeur * (sans_indemnite + (individu("ass", avant) > 0))


class quotient_familial_cnaf_chomage_indemnise(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Au chômage total indemnisé depuis deux mois"
    reference = CHOMAGE

    def formula(individu, period):
        avant = period.last_month
        chomeur = (individu("activite", avant) == TypesActivite.chomeur) * (
            individu("activite", avant.last_month) == TypesActivite.chomeur
        )
        non_indemnise = individu("quotient_familial_cnaf_chomage_non_indemnise", period)
        return chomeur * (individu("chomage_net", avant) > 0) * not_(non_indemnise)


class quotient_familial_cnaf_ressources_individu(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Revenus de l'année N-2 avant la déduction de 10 %, après abattements sociaux"
    reference = CAF
    documentation = "La neutralisation des revenus d'activité d'un foyer au RSA est à confirmer."

    def formula(individu, period, parameters):
        bareme = parameters(period).communs.quotient_familial_cnaf
        annee = period.n_2
        chomage = individu("chomage_imposable", annee, options=[ADD])
        salaires = individu("revenu_assimile_salaire", annee) - chomage
        activite = salaires + individu("rpns_imposables", annee)
        pensions = individu("revenu_assimile_pension", annee)

        parent = individu.has_role(Famille.PARENT)
        foyer_au_rsa = parent * (individu.famille("rsa", period.last_month) > 0)
        neutralise = foyer_au_rsa + individu("quotient_familial_cnaf_chomage_non_indemnise", period)
        abattu = individu("quotient_familial_cnaf_chomage_indemnise", period)
        part_comptee = where(abattu, 1 - bareme.abattement_chomage_indemnise, 1)
        return pensions + where(neutralise, 0, activite * part_comptee + chomage)


class quotient_familial_cnaf_ressources_mensuelles(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ressources de l'année N-2 retenues pour le quotient familial, par mois"
    reference = CAF

    def formula(famille, period):
        ressources = famille.members("quotient_familial_cnaf_ressources_individu", period)
        parent = famille.members.has_role(Famille.PARENT)
        compte = parent + famille.members("quotient_familial_cnaf_enfant_a_charge", period)
        communes = famille("prestations_familiales_base_ressources_communes", period)
        return max_(0, famille.sum(ressources * compte) + communes) / 12


class quotient_familial_cnaf_prestations_mensuelles(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prestations du mois précédent retenues pour le quotient familial"
    reference = PRESTATIONS
    documentation = (
        "Ne comptent pas : allocation de rentrée, prime à la naissance, garde d'enfant (CMG). "
        "L'allocation journalière de présence parentale compte, mais OpenFisca-France ne la calcule pas. "
        "La prime d'activité suit la règle générale des prestations régulières, à confirmer."
    )

    def formula(famille, period):
        mois = period.last_month
        # ``mva`` d'OpenFisca-France vaut pour quiconque a une aide au logement ; ``caah`` est ce qui est versé.
        individuelles = famille.members("aah", mois) + famille.members("caah", mois)
        return (
            famille("af", mois)
            + famille("cf", mois)
            + famille("asf", mois)
            + famille("paje_base", mois)
            + famille("paje_prepare", mois)
            + famille("aeeh", mois)
            + famille("aide_logement", mois)
            + famille("rsa", mois)
            + famille("ppa", mois)
            + famille.sum(individuelles)
        )


class quotient_familial_cnaf_attestation_requise(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Le quotient familial ne peut pas être calculé ici : il faut celui de l'attestation"
    reference = API_PARTICULIER
    documentation = "La part d'un enfant en résidence alternée n'est publiée nulle part."

    def formula(famille, period):
        alternee = famille.members("garde_alternee", period)
        return famille.any(alternee * famille.members("quotient_familial_cnaf_enfant_a_charge", period))


@question(
    "Quel est votre quotient familial ?",
    aide="Celui de la Caf ou de la MSA, sur votre attestation. Ce n'est pas le nombre de parts des impôts.",
    domaine=(400, 401, 800, 801, 1200, 1201, 1600, 1601, 1900, 1901, 2300, 2301, 2600, 2601),
)
class quotient_familial_cnaf(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Quotient familial de la Caf ou de la MSA"
    reference = (CAF, API_PARTICULIER)
    documentation = "La valeur de l'attestation remplace le calcul. Ne s'arrondit pas avant comparaison."

    def formula(famille, period):
        ressources = famille("quotient_familial_cnaf_ressources_mensuelles", period)
        prestations = famille("quotient_familial_cnaf_prestations_mensuelles", period)
        return (ressources + prestations) / famille("quotient_familial_cnaf_parts", period)
