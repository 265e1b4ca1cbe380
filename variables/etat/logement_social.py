"""Logement social : plafonds PLAI, PLUS et PLS (article R. 441-1 du CCH, arrêté du 29 juillet 1987)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, round_, set_input_dispatch_by_period, where
from openfisca_france.entities import Famille, FoyerFiscal

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.sejour import TitreSejour

ARRETE = "https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000053307202/2026-01-01"
PORTAIL = "https://logementsocial.grandlyon.com/je-minforme-sur-lacces-au-logement-social/"
CATEGORIES = "https://www.logementsocial69.fr/web/guest/categorie-de-logements"


class logement_social_rfr_n_2(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Revenus fiscaux de référence de l'année N-2 de toutes les personnes à loger"
    reference = ARRETE

    def formula(famille, period):
        rfr = famille.members.foyer_fiscal("rfr", period.n_2)
        declarant = famille.members.has_role(FoyerFiscal.DECLARANT_PRINCIPAL)
        return famille.sum(rfr * declarant)


class logement_social_rfr_n_1(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Revenus fiscaux de référence de l'année N-1 de toutes les personnes à loger"
    reference = ARRETE

    def formula(famille, period):
        rfr = famille.members.foyer_fiscal("rfr", period.last_year)
        declarant = famille.members.has_role(FoyerFiscal.DECLARANT_PRINCIPAL)
        return famille.sum(rfr * declarant)


@question(
    "Quels ont été les revenus imposables de votre foyer ces douze derniers mois ?",
    aide="Utile si vos revenus ont baissé. Comptez comme sur l'avis d'impôt, après la déduction de 10 %.",
    domaine=(0, 15000, 30000),
    age=(18, 130),
)
class revenus_imposables_12_derniers_mois(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Revenus imposables des douze derniers mois ; non dits, ceux de l'année N-2"

    def formula(famille, period):
        return famille("logement_social_rfr_n_2", period)


class logement_social_ressources(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Ressources annuelles comparées aux plafonds du logement social"
    reference = ARRETE
    documentation = (
        "Les revenus de l'année N-1, ou des douze derniers mois, remplacent ceux de l'année N-2 s'ils leur "
        "sont inférieurs d'au moins 10 %. Une année N-1 sans aucun revenu n'est pas crue : elle peut n'avoir "
        "pas été dite. La question sur les douze derniers mois y répond."
    )

    def formula(famille, period, parameters):
        part = parameters(period).etat.logement_social.part_revenus_recents
        n_2 = round_(famille("logement_social_rfr_n_2", period))
        n_1 = round_(famille("logement_social_rfr_n_1", period))
        douze_mois = round_(famille("revenus_imposables_12_derniers_mois", period))
        seuil = round_(part * n_2, 2)  # « d'au moins 10 % » : borne incluse
        retenus_n_1 = where((n_1 > 0) * (n_1 <= seuil), n_1, n_2)
        retenus_12_mois = where(douze_mois <= seuil, douze_mois, n_2)
        return min_(retenus_n_1, retenus_12_mois)


class logement_social_rang_menage(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    label = "Nombre de personnes du ménage, une de plus selon sa composition"
    reference = CATEGORIES
    documentation = (
        "Une personne seule avec des personnes à charge, un jeune ménage et un ménage dont un membre a la "
        "carte mobilité inclusion invalidité montent d'une catégorie, une seule fois. Les personnes à charge "
        "sont celles des impôts (article L. 442-12 du CCH)."
    )

    def formula(famille, period, parameters):
        somme_maximale = parameters(period).etat.logement_social.somme_ages_jeune_menage
        personnes = famille.nb_persons()
        parents = famille.nb_persons(Famille.PARENT)
        charge_fiscale = famille.members.has_role(FoyerFiscal.PERSONNE_A_CHARGE)
        a_charge = famille.sum(charge_fiscale, role=Famille.ENFANT)
        ages = famille.sum(famille.members("age", period), role=Famille.PARENT)
        carte = famille.members("cmi_invalidite_percu", period) + famille.members("invalidite", period)

        seule_avec_charge = (parents == 1) * (a_charge > 0) * (personnes == 1 + a_charge)
        jeune_menage = (parents == 2) * (personnes == 2) * (ages <= somme_maximale)
        surclasse = seule_avec_charge + jeune_menage + famille.any(carte)
        return personnes + surclasse


class logement_social_personnes_supplementaires(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    label = "Personnes au-delà de la dernière catégorie"
    reference = ARRETE

    def formula(famille, period, parameters):
        categories = parameters(period).etat.logement_social.nombre_categories
        return max_(0, famille("logement_social_rang_menage", period) - categories)


class logement_social_plafond_plai(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Plafond annuel de ressources des logements PLAI, aux loyers les plus bas"
    reference = ARRETE

    def formula_2017(famille, period, parameters):
        plai = parameters(period).prestations_sociales.aides_logement.logement_social.plai.plafond_ressources
        categorie = famille("logement_social_categorie_menage", period)
        zone = famille.demandeur.menage("zone_logement_social", period)
        base = plai.par_categorie_de_menage[categorie][zone]
        supplement = plai.par_personne_supplementaire[zone]
        return base + famille("logement_social_personnes_supplementaires", period) * supplement


class logement_social_plafond_plus(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Plafond annuel de ressources des logements PLUS, les plus courants"
    reference = ARRETE

    def formula_2017(famille, period, parameters):
        plus = parameters(period).prestations_sociales.aides_logement.logement_social.plu
        categorie = famille("logement_social_categorie_menage", period)
        zone = famille.demandeur.menage("zone_logement_social", period)
        base = plus.par_categorie_de_menage[categorie][zone]
        supplement = plus.par_personne_supplementaire[zone]
        return base + famille("logement_social_personnes_supplementaires", period) * supplement


class logement_social_plafond_pls(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Plafond annuel de ressources des logements PLS, aux loyers les plus élevés"
    reference = ARRETE
    documentation = "Le plafond PLUS et son supplément par personne, chacun majoré puis arrondi à l'euro."

    def formula_2017(famille, period, parameters):
        plus = parameters(period).prestations_sociales.aides_logement.logement_social.plu
        taux = parameters(period).etat.logement_social.taux_pls
        categorie = famille("logement_social_categorie_menage", period)
        zone = famille.demandeur.menage("zone_logement_social", period)
        base = round_(round_(plus.par_categorie_de_menage[categorie][zone] * taux, 2))
        supplement = round_(round_(plus.par_personne_supplementaire[zone] * taux, 2))
        return base + famille("logement_social_personnes_supplementaires", period) * supplement


class logement_social_condition_majorite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Le demandeur est majeur ou émancipé"
    reference = PORTAIL

    def formula(famille, period):
        return famille.any(famille.members("majeur", period), role=Famille.PARENT)


class logement_social_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les demandeurs sont français ou en situation régulière"
    reference = PORTAIL

    def formula(famille, period):
        return famille.all(famille.members("sejour_regulier", period), role=Famille.PARENT)


class logement_social_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les ressources ne dépassent pas le plafond le plus élevé, celui des logements PLS"
    reference = ARRETE

    def formula_2017(famille, period):
        return famille("logement_social_pls_condition_ressources", period)


class logement_social_plai_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les ressources ne dépassent pas le plafond PLAI"
    reference = ARRETE

    def formula_2017(famille, period):
        plafond = famille("logement_social_plafond_plai", period)
        return famille("logement_social_ressources", period) <= plafond  # borne incluse


class logement_social_plus_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les ressources ne dépassent pas le plafond PLUS"
    reference = ARRETE

    def formula_2017(famille, period):
        plafond = famille("logement_social_plafond_plus", period)
        return famille("logement_social_ressources", period) <= plafond  # borne incluse


class logement_social_pls_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les ressources ne dépassent pas le plafond PLS"
    reference = ARRETE

    def formula_2017(famille, period):
        plafond = famille("logement_social_plafond_pls", period)
        return famille("logement_social_ressources", period) <= plafond  # borne incluse


class logement_social_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du logement social"
    reference = ARRETE

    def formula_2017(famille, period):
        return (
            famille("logement_social_condition_majorite", period)
            * famille("logement_social_condition_sejour", period)
            * famille("logement_social_condition_ressources", period)
        )


class logement_social_sejour_a_verifier(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un demandeur n'a qu'un récépissé : tous n'ouvrent pas le logement social"
    reference = PORTAIL

    def formula(famille, period):
        recepisse = famille.members("titre_sejour", period) == TitreSejour.recepisse
        return famille.any(recepisse, role=Famille.PARENT)


class logement_social_rattache_parents(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un demandeur est rattaché à l'avis d'impôt d'une autre personne"
    reference = PORTAIL
    documentation = "Ses ressources propres ne se lisent alors pas sur un revenu fiscal de référence."

    def formula(famille, period):
        a_charge = famille.members.has_role(FoyerFiscal.PERSONNE_A_CHARGE)
        return famille.any(a_charge, role=Famille.PARENT)


class logement_social_a_etudier(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un point du dossier de logement social est à regarder par le guichet"

    def formula(famille, period):
        return famille("logement_social_sejour_a_verifier", period) + famille(
            "logement_social_rattache_parents", period
        )


class logement_social_plai_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut d'un logement PLAI"

    def formula_2017(famille, period):
        ouvert = famille("logement_social_eligibilite", period)
        return statut(
            eligibilite=ouvert * famille("logement_social_plai_condition_ressources", period),
            a_etudier=famille("logement_social_a_etudier", period),
            sinon=Statut.eligible_probable,
        )


class logement_social_plus_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut d'un logement PLUS"

    def formula_2017(famille, period):
        ouvert = famille("logement_social_eligibilite", period)
        return statut(
            eligibilite=ouvert * famille("logement_social_plus_condition_ressources", period),
            a_etudier=famille("logement_social_a_etudier", period),
            sinon=Statut.eligible_probable,
        )


class logement_social_pls_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut d'un logement PLS"

    def formula_2017(famille, period):
        ouvert = famille("logement_social_eligibilite", period)
        return statut(
            eligibilite=ouvert * famille("logement_social_pls_condition_ressources", period),
            a_etudier=famille("logement_social_a_etudier", period),
            sinon=Statut.eligible_probable,
        )


class logement_social_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut du logement social"

    def formula_2017(famille, period):
        return statut(
            eligibilite=famille("logement_social_eligibilite", period),
            a_etudier=famille("logement_social_a_etudier", period),
            sinon=Statut.eligible_probable,  # la commission d'attribution du bailleur choisit
        )
