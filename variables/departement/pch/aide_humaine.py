"""PCH, 1er élément : l'aide humaine (articles D. 245-5 à D. 245-9 et R. 245-40 à R. 245-43 du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, round_, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.departement.pch.arrondi import au_centime

FICHE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F14202"
CASF = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074069"
TARIFS = "https://www.doctrine.fr/l/texts/arretes/JORFTEXT000000454274/articles/LEGIARTI000032144742"
JOURS_PAR_MOIS = 365 / 12  # article R. 245-41


@question(
    "Combien d'heures par jour la PCH vous accorde-t-elle pour un salarié que vous employez ?",
    aide="Si votre notification donne des heures par mois, divisez-les par 30,4.",
    domaine=(0, 2),
)
class pch_heures_emploi_direct(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures par jour accordées, salarié employé directement"


@question(
    "Combien d'heures par jour pour un salarié que vous employez et qui fait aussi des gestes de soins ?",
    domaine=(0, 2),
)
class pch_heures_emploi_direct_soins(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures par jour accordées, salarié employé directement, avec gestes de soins"


@question(
    "Combien d'heures par jour pour un salarié géré par un service mandataire ?",
    aide="Vous êtes l'employeur, le service fait les papiers.",
    domaine=(0, 2),
)
class pch_heures_mandataire(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures par jour accordées, service mandataire"


@question(
    "Combien d'heures par jour pour un salarié géré par un service mandataire, avec des gestes de soins ?",
    domaine=(0, 2),
)
class pch_heures_mandataire_soins(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures par jour accordées, service mandataire, avec gestes de soins"


@question("Combien d'heures par jour pour un service d'aide à domicile (prestataire) ?", domaine=(0, 2))
class pch_heures_prestataire(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures par jour accordées, service prestataire"


@question("Combien d'heures par jour pour un proche qui n'a pas réduit son travail ?", domaine=(0, 3))
class pch_heures_aidant_familial(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures par jour accordées, aidant familial"


@question("Combien d'heures par jour pour un proche qui a quitté ou réduit son travail ?", domaine=(0, 3))
class pch_heures_aidant_familial_cessation(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures par jour accordées, aidant familial qui a cessé ou réduit son activité"


@question("Combien de proches qui n'ont pas réduit leur travail se partagent ces heures ?", domaine=(1, 2))
class pch_aidants_familiaux(Variable):
    value_type = int
    default_value = 1
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aidants familiaux qui se partagent les heures"


@question(
    "Combien de proches qui ont quitté ou réduit leur travail se partagent ces heures ?", domaine=(1, 2)
)
class pch_aidants_familiaux_cessation(Variable):
    value_type = int
    default_value = 1
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aidants familiaux ayant cessé ou réduit leur activité qui se partagent les heures"


@question("Ce proche n'a-t-il plus aucun travail, pour pouvoir vous aider ?")
class pch_aidant_sans_activite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "L'aidant familial n'exerce aucune activité professionnelle"


class pch_condition_aide_humaine(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A besoin d'aide pour les actes essentiels, ou un forfait lui est ouvert"
    reference = CASF

    def formula_2019(individu, period, parameters):
        acces = parameters(period).departement.pch.aide_humaine
        return (
            (individu("nb_actes_difficulte_absolue", period) >= acces.difficultes_absolues)
            + (individu("nb_actes_difficulte_grave", period) >= acces.difficultes_graves)
            + (individu("temps_aide_proche", period) >= acces.temps_aidant)  # « au moins 45 minutes »
            + individu("pch_forfait_eligibilite", period)
        )


class pch_aide_humaine_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'aide humaine"

    def formula_2019(individu, period):
        return individu("pch_eligibilite_complete", period) * individu("pch_condition_aide_humaine", period)


class pch_heures_demandees(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Heures d'aide humaine par mois, tous aidants réunis"
    reference = CASF

    def formula_2019(individu, period):
        par_jour = (
            individu("pch_heures_emploi_direct", period)
            + individu("pch_heures_emploi_direct_soins", period)
            + individu("pch_heures_mandataire", period)
            + individu("pch_heures_mandataire_soins", period)
            + individu("pch_heures_prestataire", period)
            + individu("pch_heures_aidant_familial", period)
            + individu("pch_heures_aidant_familial_cessation", period)
        )
        return par_jour * JOURS_PAR_MOIS


class pch_heures_salaries_retenues(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Heures par jour de salariés et de services, dans la limite du temps maximal"
    reference = CASF

    def formula_2019(individu, period):
        prestataire, mandataire_soins, mandataire, direct_soins, direct = heures_salaries(individu, period)
        return prestataire + mandataire_soins + mandataire + direct_soins + direct


def heures_salaries(individu, period):
    """Return the hours a day kept of each kind of paid carer, within the time that can be granted.

    Which hours are cut is not written: the dearest are kept first, which favours the person.
    """
    reste = individu("pch_temps_maximal", period) / JOURS_PAR_MOIS
    prestataire = min_(individu("pch_heures_prestataire", period), reste)
    reste = reste - prestataire
    mandataire_soins = min_(individu("pch_heures_mandataire_soins", period), reste)
    reste = reste - mandataire_soins
    mandataire = min_(individu("pch_heures_mandataire", period), reste)
    reste = reste - mandataire
    direct_soins = min_(individu("pch_heures_emploi_direct_soins", period), reste)
    reste = reste - direct_soins
    direct = min_(individu("pch_heures_emploi_direct", period), reste)
    return prestataire, mandataire_soins, mandataire, direct_soins, direct


class pch_plafond_aidant_familial(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Dédommagement mensuel maximum d'un aidant familial"
    reference = TARIFS

    def formula_2020_04(individu, period, parameters):
        plafond = parameters(period).departement.pch.aide_humaine.plafond_aidant
        heures = plafond.heures_hebdomadaires * plafond.semaines / 12
        return au_centime(plafond.taux * plafond.smic_net * heures) + individu.filled_array(0)


class pch_plafond_aidant_familial_majore(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Dédommagement mensuel maximum d'un aidant familial, majoré s'il y a lieu"
    reference = TARIFS

    def formula_2020_04(individu, period, parameters):
        majoration = parameters(period).departement.pch.aide_humaine.plafond_aidant.majoration
        majore = individu("aide_totale_presence_constante", period) * individu(
            "pch_aidant_sans_activite", period
        )
        return au_centime(individu("pch_plafond_aidant_familial", period) * (1 + majoration * majore))


class pch_dedommagement_aidants(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Dédommagement des aidants familiaux par mois, avant le taux de prise en charge"
    reference = TARIFS

    def formula_2020_04(individu, period, parameters):
        tarifs = parameters(period).departement.pch.aide_humaine
        tarif = tarifs.aidant_familial.tarif * JOURS_PAR_MOIS
        tarif_cessation = tarifs.aidant_familial_cessation.tarif * JOURS_PAR_MOIS
        # Le plafond est celui de chaque aidant : les heures sont supposées partagées à égalité.
        plafond = individu("pch_plafond_aidant_familial", period) * max_(
            1, individu("pch_aidants_familiaux", period)
        )
        plafond_cessation = individu("pch_plafond_aidant_familial_majore", period) * max_(
            1, individu("pch_aidants_familiaux_cessation", period)
        )
        reste = individu("pch_temps_maximal", period) / JOURS_PAR_MOIS - individu(
            "pch_heures_salaries_retenues", period
        )
        # Les heures au-delà du plafond ne sont pas payées : elles ne prennent pas le temps des autres.
        payables = min_(
            individu("pch_heures_aidant_familial_cessation", period), plafond_cessation / tarif_cessation
        )
        cessation = min_(payables, reste)
        sans_cessation = min_(individu("pch_heures_aidant_familial", period), reste - cessation)
        return min_(cessation * tarif_cessation, plafond_cessation) + min_(sans_cessation * tarif, plafond)


class pch_cout_aides_salaries(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Coût mensuel des salariés et services aux tarifs de la PCH, avant le taux de prise en charge"
    reference = TARIFS

    def formula_2020_04(individu, period, parameters):
        tarifs = parameters(period).departement.pch.aide_humaine
        prestataire, mandataire_soins, mandataire, direct_soins, direct = heures_salaries(individu, period)
        par_jour = (
            prestataire * tarifs.prestataire.tarif
            + mandataire_soins * tarifs.mandataire_soins.tarif
            + mandataire * tarifs.mandataire.tarif
            + direct_soins * tarifs.emploi_direct_soins.tarif
            + direct * tarifs.emploi_direct.tarif
        )
        return par_jour * JOURS_PAR_MOIS


class pch_aide_humaine_evaluee(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide humaine d'après les heures accordées, par mois"
    reference = CASF

    def formula_2020_04(individu, period):
        cout = individu("pch_cout_aides_salaries", period) + individu("pch_dedommagement_aidants", period)
        ouvert = individu("pch_aide_humaine_eligibilite", period)
        return au_centime(ouvert * cout * individu("pch_taux_prise_en_charge", period))


class pch_aide_humaine_domicile(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide humaine à domicile, par mois"
    reference = CASF
    documentation = (
        "Le plus élevé du forfait et de l'aide évaluée. Les majorations pour tierce personne sont déduites "
        "(article D. 245-43)."
    )

    def formula_2020_04(individu, period):
        brut = max_(individu("pch_aide_humaine_evaluee", period), individu("pch_forfait", period))
        return max_(0, au_centime(brut - individu("mtp_montant", period)))


class pch_aide_humaine(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PCH, aide humaine, par mois"
    reference = CASF

    def formula_2020_04(individu, period):
        return where(
            individu("pch_condition_etablissement", period),
            individu("pch_etablissement_aide_humaine", period),
            individu("pch_aide_humaine_domicile", period),
        )


class pch_heures_inconnues(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les heures d'aide accordées ne sont pas connues"

    def formula_2019(individu, period):
        sans_heures = individu("pch_heures_demandees", period) <= 0
        ouvert = individu("pch_aide_humaine_eligibilite", period)
        return ouvert * sans_heures * ~individu("pch_forfait_eligibilite", period)


class pch_tarif_inconnu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le tarif horaire du mois n'a pas été trouvé"

    def formula_2020_04(individu, period, parameters):
        tarifs = parameters(period).departement.pch.aide_humaine
        return (
            (individu("pch_heures_emploi_direct", period) > 0) * tarifs.emploi_direct.inconnu
            + (individu("pch_heures_emploi_direct_soins", period) > 0) * tarifs.emploi_direct_soins.inconnu
            + (individu("pch_heures_mandataire", period) > 0) * tarifs.mandataire.inconnu
            + (individu("pch_heures_mandataire_soins", period) > 0) * tarifs.mandataire_soins.inconnu
            + (individu("pch_heures_prestataire", period) > 0) * tarifs.prestataire.inconnu
            + (individu("pch_heures_aidant_familial", period) > 0) * tarifs.aidant_familial.inconnu
            + (individu("pch_heures_aidant_familial_cessation", period) > 0)
            * tarifs.aidant_familial_cessation.inconnu
        )

    def formula_2019(individu, period):
        return individu("pch_heures_demandees", period) > 0


class pch_heures_au_dela_du_maximum(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les heures dites dépassent le temps maximal : elles sont réduites"

    def formula_2019(individu, period):
        demandees = round_(individu("pch_heures_demandees", period), 2)
        return demandees > round_(individu("pch_temps_maximal", period), 2)


class pch_aide_humaine_a_etudier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "L'aide humaine est à étudier"

    def formula_2019(individu, period):
        return (
            individu("pch_a_verifier", period)
            + individu("pch_taux_a_verifier", period)
            + individu("pch_heures_inconnues", period)
            + individu("pch_tarif_inconnu", period)
            + individu("pch_forfait_inconnu", period)
            + individu("pch_heures_au_dela_du_maximum", period)
        )


class pch_aide_humaine_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide humaine de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_aide_humaine_eligibilite", period),
            a_etudier=individu("pch_aide_humaine_a_etudier", period),
            sinon=Statut.eligible_probable,
        )
