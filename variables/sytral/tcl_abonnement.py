"""Abonnement TCL au tarif de son âge : votes du SYTRAL de 2018, 2021, 2022, 2023 et 2024."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, min_, select, where
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite
from openfisca_france.model.prestations.education import TypesScolarite

from openfisca_lyon.variables.communs.statut import Statut, statut

GRILLE_2019 = (
    "https://www.lyoncapitale.fr/actualite/lyon-bonnes-et-mauvaises-surprises-des-nouveaux-prix-tcl/"
)
INFO_JEUNES = "https://info-jeunes.fr/tarifs-des-transports-en-commun-lyonnais/"


class FormuleTcl(Enum):
    __order__ = (
        "gratuit enfant_4_10 jeune_11_17 jeune_18_25 etudiant_26_27 adulte_26_64 "
        "famille_nombreuse retraite_60_64 senior_65"
    )
    gratuit = "Gratuit, sans abonnement à payer"
    enfant_4_10 = "4 à 10 ans"
    jeune_11_17 = "11 à 17 ans"
    jeune_18_25 = "18 à 25 ans"
    etudiant_26_27 = "Étudiant de 26 ou 27 ans"
    adulte_26_64 = "26 à 64 ans"
    famille_nombreuse = "26 à 64 ans, famille nombreuse"
    retraite_60_64 = "Retraité de 60 à 64 ans"
    senior_65 = "65 ans et plus"


class tcl_abonnement_eleve_mineur_a_la_rentree(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Collégien ou lycéen qui n'avait pas 18 ans à la dernière rentrée"
    reference = INFO_JEUNES
    documentation = "Il garde le tarif des 11 à 17 ans jusqu'à la fin de l'année scolaire."

    def formula_2025_01(individu, period, parameters):
        abonnement = parameters(period).sytral.tcl_abonnement
        mois_depuis_la_rentree = (period.start.month - abonnement.mois_de_rentree) % 12
        age_a_la_rentree = individu("age_en_mois", period) - mois_depuis_la_rentree
        mineur = age_a_la_rentree < abonnement.age.majeur_minimum * 12
        scolarite = individu("scolarite", period)
        eleve = (scolarite == TypesScolarite.college) + (scolarite == TypesScolarite.lycee)
        return mineur * eleve


class tcl_abonnement_formule(Variable):
    value_type = Enum
    possible_values = FormuleTcl
    default_value = FormuleTcl.adulte_26_64
    entity = Individu
    definition_period = MONTH
    label = "Tarif TCL de l'âge de la personne"
    reference = INFO_JEUNES

    def formula_2019_01(individu, period, parameters):
        bornes = parameters(period).sytral.tcl_abonnement.age
        age = individu("age", period)
        activite = individu("activite", period)
        superieur = individu("scolarite", period) == TypesScolarite.enseignement_superieur
        etudie = superieur + (activite == TypesActivite.etudiant) + individu("apprenti", period)
        etudiant = etudie * (age <= bornes.etudiant_maximum)
        retraite = (activite == TypesActivite.retraite) * (age >= bornes.retraite_minimum)
        eleve_mineur = individu("tcl_abonnement_eleve_mineur_a_la_rentree", period)
        return select(
            [
                individu("tcl_gratuite_enfants_eligibilite", period),
                age < bornes.jeune_minimum,
                (age < bornes.majeur_minimum) + eleve_mineur,
                age < bornes.adulte_minimum,
                etudiant,
                age >= bornes.senior_minimum,
                retraite,
                individu("carte_famille_nombreuse", period),
            ],
            [
                FormuleTcl.gratuit,
                FormuleTcl.enfant_4_10,
                FormuleTcl.jeune_11_17,
                FormuleTcl.jeune_18_25,
                FormuleTcl.etudiant_26_27,
                FormuleTcl.senior_65,
                FormuleTcl.retraite_60_64,
                FormuleTcl.famille_nombreuse,
            ],
            default=FormuleTcl.adulte_26_64,
        )


class tcl_abonnement_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a plus l'âge de la gratuité des enfants"
    reference = GRILLE_2019

    def formula_2019_01(individu, period):
        return individu("tcl_abonnement_formule", period) != FormuleTcl.gratuit


class tcl_abonnement_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite le Rhône ou le territoire du réseau, si le tarif de son âge le demande"
    reference = INFO_JEUNES
    documentation = "La domiciliation est demandée aux enfants et aux jeunes, pas à partir de 26 ans."

    def formula_2019_01(individu, period):
        formule = individu("tcl_abonnement_formule", period)
        domicile_demande = (
            (formule == FormuleTcl.enfant_4_10)
            + (formule == FormuleTcl.jeune_11_17)
            + (formule == FormuleTcl.jeune_18_25)
        )
        habite = individu.menage("reside_rhone", period) + individu.menage("reside_territoire_sytral", period)
        return ~domicile_demande + habite


class tcl_abonnement_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut acheter l'abonnement au tarif de son âge"
    reference = INFO_JEUNES

    def formula_2019_01(individu, period):
        return individu("tcl_abonnement_condition_age", period) * individu(
            "tcl_abonnement_condition_residence", period
        )


class tcl_abonnement_prix(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix mensuel de l'abonnement de son âge, zones 1 et 2 (le réseau TCL avant septembre 2025)"
    reference = INFO_JEUNES
    documentation = "Zéro tant qu'aucun prix n'a été trouvé : la grille par âge se complète en 2019 et 2020."

    def formula_2020_01(individu, period, parameters):
        grille = parameters(period).sytral.tcl_abonnement
        formule = individu("tcl_abonnement_formule", period)
        return select(
            [
                formule == FormuleTcl.enfant_4_10,
                formule == FormuleTcl.jeune_11_17,
                formule == FormuleTcl.jeune_18_25,
                formule == FormuleTcl.etudiant_26_27,
                formule == FormuleTcl.adulte_26_64,
                formule == FormuleTcl.famille_nombreuse,
                formule == FormuleTcl.retraite_60_64,
                formule == FormuleTcl.senior_65,
            ],
            [
                grille.enfant_4_10.prix,
                grille.jeune_11_17.prix,
                grille.jeune_18_25.prix,
                grille.etudiant_26_27.prix,
                grille.adulte_26_64.prix,
                grille.famille_nombreuse.prix,
                grille.retraite_60_64.prix,
                grille.senior_65.prix,
            ],
            default=0,
        )

    def formula_2019_09(individu, period, parameters):
        grille = parameters(period).sytral.tcl_abonnement
        formule = individu("tcl_abonnement_formule", period)
        return select(
            [
                formule == FormuleTcl.enfant_4_10,
                formule == FormuleTcl.jeune_11_17,
                formule == FormuleTcl.jeune_18_25,
                formule == FormuleTcl.adulte_26_64,
                formule == FormuleTcl.retraite_60_64,
                formule == FormuleTcl.senior_65,
            ],
            [
                grille.enfant_4_10.prix,
                grille.jeune_11_17.prix,
                grille.jeune_18_25.prix,
                grille.adulte_26_64.prix,
                grille.retraite_60_64.prix,
                grille.senior_65.prix,
            ],
            default=0,
        )

    def formula_2019_01(individu, period, parameters):
        grille = parameters(period).sytral.tcl_abonnement
        formule = individu("tcl_abonnement_formule", period)
        return select(
            [
                formule == FormuleTcl.adulte_26_64,
                formule == FormuleTcl.retraite_60_64,
                formule == FormuleTcl.senior_65,
            ],
            [grille.adulte_26_64.prix, grille.retraite_60_64.prix, grille.senior_65.prix],
            default=0,
        )


class tcl_abonnement(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix mensuel de l'abonnement TCL au tarif de son âge, pour qui peut l'acheter"
    reference = INFO_JEUNES

    def formula_2019_01(individu, period):
        return individu("tcl_abonnement_eligibilite", period) * individu("tcl_abonnement_prix", period)


class tcl_abonnement_prix_a_verifier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le prix de ce tarif, ce mois-là, n'a pas été trouvé"
    reference = INFO_JEUNES

    def formula_2019_01(individu, period, parameters):
        grille = parameters(period).sytral.tcl_abonnement
        formule = individu("tcl_abonnement_formule", period)
        connu = select(
            [
                formule == FormuleTcl.enfant_4_10,
                formule == FormuleTcl.jeune_11_17,
                formule == FormuleTcl.jeune_18_25,
                formule == FormuleTcl.etudiant_26_27,
                formule == FormuleTcl.famille_nombreuse,
                formule == FormuleTcl.retraite_60_64,
                formule == FormuleTcl.senior_65,
            ],
            [
                grille.enfant_4_10.prix_connu,
                grille.jeune_11_17.prix_connu,
                grille.jeune_18_25.prix_connu,
                grille.etudiant_26_27.prix_connu,
                grille.famille_nombreuse.prix_connu,
                grille.retraite_60_64.prix_connu,
                grille.senior_65.prix_connu,
            ],
            default=grille.adulte_26_64.prix_connu,
        )
        return ~(connu > 0)


class tcl_abonnement_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'abonnement TCL au tarif de son âge"

    def formula_2019_01(individu, period):
        return statut(
            eligibilite=individu("tcl_abonnement_eligibilite", period),
            a_etudier=individu("tcl_abonnement_prix_a_verifier", period),
            sinon=Statut.eligible,
        )


class tcl_prix_paye(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix mensuel du moins cher des abonnements TCL auxquels la personne a droit sans discussion"
    reference = INFO_JEUNES

    def formula_2021_01(individu, period):
        gratuit = individu("tcl_solidaire_gratuit_statut", period) == Statut.eligible
        reduit = individu("tcl_solidaire_reduit_statut", period) == Statut.eligible
        plein = individu("tcl_abonnement_prix", period)
        return where(gratuit, 0, where(reduit, min_(individu("tcl_solidaire_reduit", period), plein), plein))

    def formula_2019_01(individu, period):
        return individu("tcl_abonnement_prix", period)
