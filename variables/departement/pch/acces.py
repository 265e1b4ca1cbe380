"""PCH : qui peut la demander (articles L. 245-1 et D. 245-3 à D. 245-4 du CASF, annexe 2-5)."""

from openfisca_core.model_api import MONTH, Variable, not_
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite

from openfisca_lyon.variables.situation.compensation import OptionAeeh

FICHE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F14202"
ANNEXE = "https://lexbase.fr/texte-de-loi/code-de-laction-sociale-et-des-famillesannexe-25/L4509MCY.html"
SLA = (
    "https://www.lemediasocial.fr/"
    "maladie-de-charcot-procedure-acceleree-d-instruction-des-demandes-par-la-mdph_Lnw6Vs"
)
OPTION = (
    "https://mdph29.fr/droits-aides-demarches/aides/les-aides-financieres/le-droit-doption-entre-aeeh-et-pch"
)


class pch_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon, qui verse la PCH"
    reference = FICHE

    def formula_2019(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class pch_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est en situation régulière"
    reference = FICHE

    def formula_2019(individu, period):
        return individu("sejour_regulier", period)


class pch_condition_handicap(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A une difficulté absolue ou deux difficultés graves, et durables"
    reference = ANNEXE
    documentation = (
        "Les forfaits cécité, surdité et surdicécité supposent le critère rempli (article D. 245-9)."
    )

    def formula_2019(individu, period, parameters):
        acces = parameters(period).departement.pch.acces
        absolues = individu("nb_activites_difficulte_absolue", period)
        graves = individu("nb_activites_difficulte_grave", period)
        critere = (absolues >= acces.difficultes_absolues) + (graves >= acces.difficultes_graves)
        return individu("difficultes_durables", period) * critere + individu(
            "pch_forfait_eligibilite", period
        )


class pch_exception_sans_limite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Travaille encore, reçoit l'ACTP ou reçoit déjà la PCH : aucune limite d'âge"
    reference = FICHE

    def formula_2019(individu, period):
        travaille = (individu("activite", period) == TypesActivite.actif) + (
            individu("salaire_de_base", period) > 0
        )
        return travaille + individu("actp_percu", period) + individu("pch_percu", period)


class pch_exception_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut demander la PCH après 60 ans"
    reference = (FICHE, SLA)
    documentation = (
        "La maladie de Charcot : arrêté du 5 février 2026, publié dans le mois et compté depuis le 1er."
    )

    def formula_2026_02(individu, period):
        return (
            individu("pch_critere_rempli_avant_60_ans", period)
            + individu("pch_exception_sans_limite", period)
            + individu("atteint_sla", period)
        )

    def formula_2020_04(individu, period):
        return individu("pch_critere_rempli_avant_60_ans", period) + individu(
            "pch_exception_sans_limite", period
        )

    def formula_2019(individu, period, parameters):
        limite = parameters(period).departement.pch.acces.age_limite_critere_anterieur
        avant_limite = individu("age", period) < limite
        return individu("pch_critere_rempli_avant_60_ans", period) * avant_limite + individu(
            "pch_exception_sans_limite", period
        )


class pch_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A moins de 60 ans, ou un motif de demander la PCH plus tard"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        limite = parameters(period).departement.pch.acces.age_limite
        return (individu("age", period) < limite) + individu("pch_exception_age", period)


class pch_condition_aeeh(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est adulte, ou reçoit l'AEEH de base avant 20 ans"
    reference = OPTION

    def formula_2019(individu, period, parameters):
        adulte = individu("age", period) >= parameters(period).departement.pch.acces.age_adulte
        return adulte + individu("aeeh_percue", period)


class pch_condition_option_aeeh(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est adulte, ou a droit à un complément d'AEEH et choisit la PCH à sa place"
    reference = OPTION
    documentation = "Sans cela, un enfant n'a que le 3e élément : logement, véhicule et transports."

    def formula_2019(individu, period, parameters):
        adulte = individu("age", period) >= parameters(period).departement.pch.acces.age_adulte
        complement = individu("aeeh_niveau_handicap", period) > 0
        choix = individu("pch_option_aeeh", period) == OptionAeeh.pch
        return adulte + complement * choix


class pch_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables d'un élément au moins de la PCH"
    reference = FICHE

    def formula_2019(individu, period):
        return (
            individu("pch_condition_residence", period)
            * individu("pch_condition_sejour", period)
            * individu("pch_condition_handicap", period)
            * individu("pch_condition_age", period)
            * individu("pch_condition_aeeh", period)
        )


class pch_eligibilite_complete(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions communes à tous les éléments de la PCH"
    reference = FICHE

    def formula_2019(individu, period):
        return individu("pch_eligibilite", period) * individu("pch_condition_option_aeeh", period)


class pch_domicile_a_verifier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole depuis trop peu de temps pour qu'elle soit sûrement compétente"
    reference = FICHE

    def formula_2019(individu, period, parameters):
        duree = parameters(period).departement.pch.acces.duree_domicile_secours
        return (
            individu("duree_residence_metropole", period) < duree
        )  # « au moins trois mois » : borne incluse


class pch_limite_75_ans_a_verifier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2020-12-31"
    label = "A 75 ans ou plus quand la suppression de cette limite n'est pas sûrement en vigueur"
    reference = (
        "https://www.lagazettedescommunes.com/844349/"
        "quelles-sont-les-intentions-du-gouvernement-quant-a-la-prestation-de-compensation-du-handicap/"
    )

    def formula_2020_04(individu, period, parameters):
        limite = parameters(period).departement.pch.acces.age_limite_critere_anterieur
        return (individu("age", period) >= limite) * not_(individu("pch_exception_sans_limite", period))


class pch_choix_a_faire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit l'ACTP ou l'APA, ou pourrait avoir l'APA : elles ne se cumulent pas avec la PCH"
    reference = FICHE

    def formula_2019(individu, period):
        return individu("apa_percu", period) + individu("actp_percu", period)


class pch_a_verifier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Un point commun à tous les éléments de la PCH est à vérifier"

    def formula_2019(individu, period):
        return (
            individu("pch_domicile_a_verifier", period)
            + individu("pch_limite_75_ans_a_verifier", period)
            + individu("pch_choix_a_faire", period)
        )
