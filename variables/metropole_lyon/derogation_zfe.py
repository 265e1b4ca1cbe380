"""Dérogation à la zone à faibles émissions selon les revenus : 2022-2023, puis depuis septembre 2025."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.voiture import CritAir

REGLES_2023 = (
    "https://www.lyoncapitale.fr/actualite/"
    "zfe-a-lyon-jusqu-a-13-000-e-d-aides-pour-une-voiture-electrique-comment-en-beneficier"
)
REGLES_2025 = "https://www.fnms.fr/zfe-lyon-assouplit-un-peu-plus-son-dispositif"
REPORT_2026 = (
    "https://www.lyoncapitale.fr/actualite/"
    "lyon-le-sort-de-la-zfe-pourrait-ne-pas-etre-scelle-avant-les-elections-municipales"
)


class derogation_zfe_condition_lieu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite ou travaille dans la zone à faibles émissions"
    reference = REGLES_2025

    def formula_2022_09(individu, period):
        return individu("zfe_residence_ou_travail", period)


class derogation_zfe_condition_revenus(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A un revenu fiscal de référence par part inférieur au seuil"
    reference = REGLES_2025

    def formula_2022_09(individu, period, parameters):
        seuil = parameters(period).metropole_lyon.derogation_zfe.revenu_par_part
        return individu("rfr_par_part", period) < seuil  # « inférieur à » : borne exclue


class derogation_zfe_condition_vehicule(Variable):
    value_type = bool
    default_value = True  # avant 2025, tout véhicule interdit
    entity = Individu
    definition_period = MONTH
    label = "Roule avec un véhicule Crit'Air 3, depuis septembre 2025"
    reference = REGLES_2025

    def formula_2025_09(individu, period):
        return individu("vehicule_crit_air", period) == CritAir.crit_air_3


class derogation_zfe_condition_emploi(Variable):
    value_type = bool
    default_value = True  # avant 2025, aucune condition d'emploi
    entity = Individu
    definition_period = MONTH
    label = "Travaille, cherche un emploi ou suit un parcours d'insertion, depuis septembre 2025"
    reference = REGLES_2025

    def formula_2025_09(individu, period):
        activite = individu("activite", period)
        rsa = individu.has_role(Famille.PARENT) * individu.famille("rsa_percu", period)
        return (
            (activite == TypesActivite.actif)
            + (activite == TypesActivite.chomeur)
            + individu("inscrit_france_travail", period)
            + individu("parcours_ier", period)
            + individu("suivi_mission_locale", period)
            + individu("sous_contrat_engagement_jeune", period)
            + rsa
        )


class derogation_zfe_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions de la dérogation selon les revenus"
    reference = REGLES_2025

    def formula_2022_09(individu, period, parameters):
        remplies = (
            individu("derogation_zfe_condition_lieu", period)
            * individu("derogation_zfe_condition_revenus", period)
            * individu("derogation_zfe_condition_vehicule", period)
            * individu("derogation_zfe_condition_emploi", period)
        )
        return where(parameters(period).metropole_lyon.derogation_zfe.ouverte, remplies, False)


class derogation_zfe_zone_a_verifier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "L'existence de la zone à faibles émissions n'est pas vérifiée cette année-là"
    reference = REPORT_2026

    def formula_2026_01(individu, period):
        return individu("derogation_zfe_eligibilite", period)


class derogation_zfe_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la dérogation selon les revenus"

    def formula_2022_09(individu, period, parameters):
        en_cours = statut(
            eligibilite=individu("derogation_zfe_eligibilite", period),
            a_etudier=individu("derogation_zfe_zone_a_verifier", period),
            sinon=Statut.eligible,
        )
        ouverte = parameters(period).metropole_lyon.derogation_zfe.ouverte
        return where(ouverte, en_cours, Statut.hors_periode)
