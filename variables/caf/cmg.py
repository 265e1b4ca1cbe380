"""Complément de mode de garde (CMG), articles L531-5 et D531-17 et suivants du code de la sécurité sociale."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import (
    MONTH,
    Variable,
    max_,
    min_,
    not_,
    select,
    set_input_dispatch_by_period,
    where,
)
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.questions import poser, question
from openfisca_lyon.variables.communs.statut import Statut, statut

CAF = (
    "https://www.caf.fr/professionnels/presse/publications/"
    "une-aide-l-accueil-de-l-enfant-mieux-adaptee-pour-tout-savoir-sur-ce-qui-change"
)
FAQ = "https://caf.fr/allocataires/caf-test-de-922/foire-aux-questions?page=1"
DECRET = "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000051714530"
ANCIEN = "https://www.service-public.fr/particuliers/vosdroits/F345"

poser(
    "empl_dir",
    "Employez-vous vous-même une assistante maternelle ou une personne qui garde votre enfant ?",
    age=(16, 65),
)
poser(
    "ass_mat",
    "Votre enfant est-il gardé par une micro-crèche, ou par une assistante maternelle d'une structure ?",
    aide="Une crèche de la commune, payée selon vos ressources, ne compte pas ici.",
    age=(16, 65),
)
poser(
    "gar_dom",
    "Une association ou une entreprise envoie-t-elle quelqu'un garder votre enfant chez vous ?",
    age=(16, 65),
)


@question(
    "Combien d'heures par mois l'assistante maternelle que vous employez garde-t-elle cet enfant ?",
    domaine=(0, 125),
    age=(0, 11),
)
class assistante_maternelle_heures(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures de garde par mois chez l'assistante maternelle employée par les parents"


@question(
    "Combien payez-vous par mois à l'assistante maternelle pour cet enfant ?",
    aide="Comptez le salaire net, l'entretien et les repas.",
    domaine=(0, 606),
    age=(0, 11),
)
class assistante_maternelle_cout(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Salaire net, entretien et repas payés par mois à l'assistante maternelle"


@question(
    "Combien d'heures par mois la personne que vous employez garde-t-elle vos enfants chez vous ?",
    domaine=(0, 60),
    age=(16, 65),
)
class garde_domicile_heures(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Heures de garde par mois à domicile, par une personne employée par les parents"


@question(
    "Combien payez-vous par mois, net, à cette personne ?",
    domaine=(0, 700),
    age=(16, 65),
)
class garde_domicile_cout(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Salaire net payé par mois pour la garde à domicile"


class cmg_enfant_emploi_direct(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Enfant dont la garde en emploi direct ouvre droit au CMG"
    reference = FAQ

    def formula_2025_09(individu, period, parameters):
        cmg = parameters(period).caf.cmg
        age = individu("age", period)
        parent_seul = individu.famille("nb_parents", period) == 1
        limite = where(parent_seul, cmg.age_limite_parent_isole, cmg.age_limite)
        return individu.has_role(Famille.ENFANT) * (age >= 0) * (age < limite)


class cmg_condition_enfant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A un enfant de l'âge du CMG"
    reference = (FAQ, ANCIEN)

    def formula_2025_09(famille, period):
        return famille.any(famille.members("cmg_enfant_emploi_direct", period))

    def formula_2017_04(famille, period, parameters):
        limite = parameters(
            period
        ).prestations_sociales.prestations_familiales.petite_enfance.paje.paje_cmg.limite_age.reduite
        age = famille.members("age", period)
        return famille.any((age >= 0) * (age < limite), role=Famille.ENFANT)


class cmg_condition_garde(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Paie quelqu'un pour garder son enfant"
    reference = (FAQ, ANCIEN)

    def formula_2025_09(famille, period):
        heures = famille.sum(famille.members("assistante_maternelle_heures", period))
        domicile = famille("garde_domicile_heures", period)
        structure = famille("ass_mat", period) + famille("gar_dom", period)
        return (heures > 0) + (domicile > 0) + structure

    def formula_2017_04(famille, period):
        return famille("empl_dir", period) + famille("ass_mat", period) + famille("gar_dom", period)


class cmg_condition_activite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Travaille, étudie, ou reçoit l'AAH"
    reference = ANCIEN

    def formula_2017_04(famille, period):
        etudiant = famille.any(famille.members("etudiant", period), role=Famille.PARENT)
        aah = famille.any(famille.members("aah_percu", period), role=Famille.PARENT)
        return not_(famille("inactif", period)) + etudiant + aah


class cmg_condition_prepare(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Ne reçoit pas la PreParE à taux plein"
    reference = ANCIEN

    def formula_2017_04(famille, period):
        return not_((famille("paje_prepare", period) > 0) * famille("inactif", period))


class cmg_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions du CMG"
    reference = ANCIEN

    def formula_2017_04(famille, period):
        return (
            famille("famille_sejour_regulier", period)
            * famille("cmg_condition_enfant", period)
            * famille("cmg_condition_garde", period)
            * famille("cmg_condition_activite", period)
            * famille("cmg_condition_prepare", period)
        )


class cmg_revenu(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Revenu mensuel retenu pour le CMG en emploi direct"
    reference = DECRET
    documentation = "Revenu de l'année N-2 après la déduction de 10 %, à la différence de la crèche."

    def formula_2025_09(famille, period, parameters):
        plafond = parameters(period).caf.cmg.plafond_revenu
        return min_(max_(famille("prestations_familiales_base_ressources", period), 0) / 12, plafond)


class cmg_taux_assistante_maternelle(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Part du revenu laissée à la famille par heure, assistante maternelle"
    reference = DECRET

    def formula_2025_09(famille, period, parameters):
        taux = parameters(period).caf.cmg.assistante_maternelle
        enfants = famille("creche_psu_nombre_enfants", period)
        return select(
            [enfants <= 1, enfants == 2, enfants == 3, enfants <= 7],
            [
                taux.taux_un_enfant,
                taux.taux_deux_enfants,
                taux.taux_trois_enfants,
                taux.taux_quatre_a_sept_enfants,
            ],
            taux.taux_huit_enfants,
        )


class cmg_taux_garde_domicile(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Part du revenu laissée à la famille par heure, garde à domicile"
    reference = DECRET

    def formula_2025_09(famille, period, parameters):
        taux = parameters(period).caf.cmg.garde_domicile
        enfants = famille("creche_psu_nombre_enfants", period)
        return select(
            [enfants <= 1, enfants == 2, enfants == 3, enfants <= 7],
            [
                taux.taux_domicile_un_enfant,
                taux.taux_domicile_deux_enfants,
                taux.taux_domicile_trois_enfants,
                taux.taux_domicile_quatre_a_sept_enfants,
            ],
            taux.taux_domicile_huit_enfants,
        )


class cmg_assistante_maternelle(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "CMG pour un enfant gardé par une assistante maternelle"
    reference = (CAF, DECRET)

    def formula_2025_09(individu, period, parameters):
        bareme = parameters(period).caf.cmg.assistante_maternelle
        heures = individu("assistante_maternelle_heures", period)
        plafond = bareme.plafond_horaire_assistante_maternelle * heures
        cout = min_(individu("assistante_maternelle_cout", period), plafond)
        taux = individu.famille("cmg_taux_assistante_maternelle", period)
        part = individu.famille("cmg_revenu", period) * taux / bareme.cout_horaire_assistante_maternelle
        return individu("cmg_enfant_emploi_direct", period) * max_(0, cout * (1 - part))


class cmg_garde_domicile(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "CMG pour la garde des enfants à domicile"
    reference = DECRET

    def formula_2025_09(famille, period, parameters):
        bareme = parameters(period).caf.cmg.garde_domicile
        heures = famille("garde_domicile_heures", period)
        cout = min_(famille("garde_domicile_cout", period), bareme.plafond_horaire_garde_domicile * heures)
        taux = famille("cmg_taux_garde_domicile", period)
        part = famille("cmg_revenu", period) * taux / bareme.cout_horaire_garde_domicile
        return famille("cmg_condition_enfant", period) * max_(0, cout * (1 - part))


class cmg_emploi_direct(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "CMG de la famille qui emploie elle-même la personne qui garde"
    reference = (CAF, DECRET)

    def formula_2025_09(famille, period):
        assistante = famille.sum(famille.members("cmg_assistante_maternelle", period))
        return famille("cmg_eligibilite", period) * (assistante + famille("cmg_garde_domicile", period))


class cmg_revenu_sous_plancher(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Le revenu est sous le plancher, dont la valeur est incertaine"
    reference = DECRET

    def formula_2025_09(famille, period, parameters):
        douteux = parameters(period).caf.cmg.revenu_douteux
        heures = famille.sum(famille.members("assistante_maternelle_heures", period))
        emploi_direct = (heures > 0) + (famille("garde_domicile_heures", period) > 0)
        return emploi_direct * (famille("cmg_revenu", period) < douteux)


class cmg_bareme_domicile_a_verifier(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Le barème de la garde à domicile n'a pas été lu dans le texte officiel"
    reference = DECRET

    def formula_2025_09(famille, period):
        return famille("garde_domicile_heures", period) > 0


class cmg_residence_alternee(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un enfant vit en alternance chez ses deux parents"
    reference = FAQ

    def formula_2017_04(famille, period):
        return famille.any(famille.members("garde_alternee", period), role=Famille.ENFANT)


class cmg(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "CMG versé chaque mois, net de CRDS"
    reference = (CAF, DECRET, ANCIEN)

    def formula_2017_04(famille, period, parameters):
        crds = parameters(period).prelevements_sociaux.contributions_sociales.crds
        return famille("cmg_eligibilite", period) * famille("paje_cmg", period) * (1 - crds)


class cmg_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut du CMG"

    def formula_2017_04(famille, period):
        return statut(
            eligibilite=famille("cmg_eligibilite", period),
            a_etudier=famille("cmg_revenu_sous_plancher", period)
            + famille("cmg_bareme_domicile_a_verifier", period)
            + famille("cmg_residence_alternee", period),
            sinon=Statut.eligible,
        )
