"""PCH, 3e élément : l'aménagement du véhicule et les surcoûts de transport (CASF, D. 245-18 à D. 245-22)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.departement.pch.arrondi import au_centime

FICHE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F14202"
MONTANTS = "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000264292"


@question(
    "Combien coûte l'adaptation de votre voiture au handicap ?",
    aide="Le conducteur doit avoir un permis qui mentionne l'aménagement.",
    seuils=("departement.pch.transport.tranche",),
)
class cout_amenagement_vehicule(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Coût de l'aménagement du véhicule"


@question(
    "Combien de kilomètres en voiture le handicap vous oblige-t-il à faire en plus ?",
    aide="Sur toute la période demandée. Trajets réguliers, fréquents, ou un départ en vacances par an.",
    domaine=(0, 1000),
)
class pch_transport_kilometres(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Kilomètres en voiture particulière dus au handicap, sur la période demandée"


@question(
    "Combien vous coûtent en plus les autres transports, à cause du handicap ?",
    aide="Par exemple un taxi ou un véhicule adapté.",
    domaine=(0, 1000),
)
class pch_transport_autre_moyen(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Surcoûts des autres moyens de transport, sur la période demandée"


@question(
    "Ces trajets vont-ils vers votre travail, un hôpital ou un établissement ?",
)
class pch_trajet_travail_ou_etablissement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Trajets vers le travail, un hôpital ou un établissement"


@question(
    "Quelqu'un d'autre assure-t-il ce transport ?",
)
class pch_trajet_par_un_tiers(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Transport assuré par un tiers"


@question(
    "Combien de kilomètres fait un aller et retour ?",
    seuils=("departement.pch.transport.trajet_long",),
)
class pch_trajet_aller_retour(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Longueur d'un aller et retour, en kilomètres"


@question(
    "Combien la PCH vous a-t-elle déjà versé pour la voiture et les transports sur la période en cours ?",
    aide="La période est de dix ans depuis 2022, de cinq ans avant.",
    seuils=("departement.pch.transport.plafond",),
)
class pch_transport_deja_verse(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "PCH, véhicule et transports déjà versés sur la période du plafond"


class pch_vehicule(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, aménagement du véhicule"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        transport = parameters(period).departement.pch.transport
        cout = individu("cout_amenagement_vehicule", period)
        premiere = min_(cout, transport.tranche) * individu("pch_taux_prise_en_charge", period)
        au_dela = max_(0, cout - transport.tranche) * transport.taux_au_dela
        reste = max_(0, transport.plafond - individu("pch_transport_deja_verse", period))
        return au_centime(individu("pch_eligibilite", period) * min_(premiere + au_dela, reste))


class pch_transport_plafond_majore(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A droit au plafond majoré des surcoûts de transport"
    reference = MONTANTS

    def formula_2019(individu, period, parameters):
        trajet_long = parameters(period).departement.pch.transport.trajet_long
        par_un_tiers = individu("pch_trajet_par_un_tiers", period)
        long = individu("pch_trajet_aller_retour", period) > trajet_long  # « supérieur à 50 kilomètres »
        return individu("pch_trajet_travail_ou_etablissement", period) * (par_un_tiers + long)


class pch_surcouts_transport_besoin(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Surcoûts de transport pris en charge, avant le plafond"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        transport = parameters(period).departement.pch.transport
        voiture = individu("pch_transport_kilometres", period) * transport.prix_kilometre
        autre_moyen = individu("pch_transport_autre_moyen", period) * transport.taux_autre_moyen
        return voiture * individu("pch_taux_prise_en_charge", period) + autre_moyen


class pch_surcouts_transport(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, surcoûts de transport"
    reference = MONTANTS
    documentation = (
        "L'arrêté donne une seule enveloppe au véhicule et aux transports : le véhicule est servi d'abord."
    )

    def formula_2019(individu, period, parameters):
        transport = parameters(period).departement.pch.transport
        plafond = where(
            individu("pch_transport_plafond_majore", period), transport.plafond_majore, transport.plafond
        )
        deja_pris = individu("pch_transport_deja_verse", period) + individu("pch_vehicule", period)
        besoin = individu("pch_surcouts_transport_besoin", period)
        return au_centime(individu("pch_eligibilite", period) * min_(besoin, max_(0, plafond - deja_pris)))


class pch_transport_plafond_a_verifier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le plafond majoré décide du montant, et les sources divergent sur les trajets concernés"
    reference = MONTANTS

    def formula_2019(individu, period, parameters):
        plafond = parameters(period).departement.pch.transport.plafond
        besoin = individu("pch_surcouts_transport_besoin", period)
        deja_pris = individu("pch_transport_deja_verse", period) + individu("pch_vehicule", period)
        en_voiture = individu("pch_transport_kilometres", period) > 0
        return en_voiture * (besoin + deja_pris > plafond)


class pch_vehicule_cout_inconnu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le coût de l'aménagement du véhicule n'est pas connu"

    def formula_2019(individu, period):
        return individu("pch_eligibilite", period) * (individu("cout_amenagement_vehicule", period) <= 0)


class pch_vehicule_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aménagement du véhicule de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite", period),
            a_etudier=individu("pch_a_verifier", period)
            + individu("pch_taux_a_verifier", period)
            + individu("pch_vehicule_cout_inconnu", period),
            sinon=Statut.eligible_probable,
        )


class pch_surcouts_transport_inconnus(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les surcoûts de transport ne sont pas connus"

    def formula_2019(individu, period):
        return individu("pch_eligibilite", period) * (individu("pch_surcouts_transport_besoin", period) <= 0)


class pch_surcouts_transport_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut des surcoûts de transport de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite", period),
            a_etudier=individu("pch_a_verifier", period)
            + individu("pch_taux_a_verifier", period)
            + individu("pch_transport_plafond_a_verifier", period)
            + individu("pch_surcouts_transport_inconnus", period),
            sinon=Statut.eligible_probable,
        )
