"""PCH, 2e élément : les aides techniques (articles D. 245-10 à D. 245-12 du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.departement.pch.arrondi import au_centime

FICHE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F14202"
MONTANTS = "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000044264848"


@question(
    "Combien coûtent les aides techniques que la Sécurité sociale rembourse en partie ?",
    aide="Comptez leur tarif, moins ce que la Sécurité sociale rembourse. Par exemple un fauteuil roulant.",
    domaine=(0, 2500),
)
class cout_aides_techniques_liste(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aides techniques de la liste de la Sécurité sociale (LPPR), part qu'elle ne rembourse pas"


@question(
    "Combien coûtent les aides techniques que la Sécurité sociale ne rembourse pas ?",
    aide="Par exemple un téléphone adapté.",
    domaine=(0, 2500),
)
class cout_aides_techniques_hors_liste(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aides techniques hors de la liste de la Sécurité sociale"


@question(
    "Parmi ces aides, combien coûtent en tout celles dont le tarif est élevé ?",
    aide="Tarif de 3 000 euros ou plus pour chacune, moins ce que la Sécurité sociale rembourse.",
    seuils=("departement.pch.aides_techniques.tarif_eleve",),
)
class cout_aides_techniques_tarif_eleve(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aides techniques tarifées 3 000 € ou plus chacune, part que la Sécurité sociale ne rembourse pas"


@question(
    "Combien la PCH vous a-t-elle déjà versé pour des aides techniques sur la période en cours ?",
    aide="La période est de dix ans depuis 2022, de trois ans avant.",
    domaine=(0, 3960, 13200),
)
class pch_aides_techniques_deja_versees(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "PCH, aides techniques déjà versées sur la période du plafond"


class pch_aides_techniques_besoin(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aides techniques prises en charge, avant le plafond"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        hors_liste = parameters(period).departement.pch.aides_techniques.taux_hors_liste
        taux = individu("pch_taux_prise_en_charge", period)
        return (
            individu("cout_aides_techniques_liste", period) * taux
            + individu("cout_aides_techniques_hors_liste", period) * hors_liste
        )


class pch_aides_techniques_reste(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Ce qui reste du plafond des aides techniques"
    reference = MONTANTS

    def formula_2019(individu, period, parameters):
        plafond = parameters(period).departement.pch.aides_techniques.plafond
        # Une aide tarifée 3 000 € ou plus relève le plafond de son montant.
        releve = plafond + individu("cout_aides_techniques_tarif_eleve", period)
        return max_(0, releve - individu("pch_aides_techniques_deja_versees", period))


class pch_aides_techniques(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, aides techniques"
    reference = FICHE

    def formula_2019(individu, period):
        besoin = individu("pch_aides_techniques_besoin", period)
        reste = individu("pch_aides_techniques_reste", period)
        return au_centime(individu("pch_eligibilite_complete", period) * min_(besoin, reste))


class pch_aides_techniques_cout_inconnu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le coût des aides techniques n'est pas connu"

    def formula_2019(individu, period):
        return individu("pch_eligibilite_complete", period) * (
            individu("pch_aides_techniques_besoin", period) <= 0
        )


class pch_aides_techniques_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut des aides techniques de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite_complete", period),
            a_etudier=individu("pch_a_verifier", period)
            + individu("pch_taux_a_verifier", period)
            + individu("pch_aides_techniques_cout_inconnu", period),
            sinon=Statut.eligible_probable,
        )
