"""Prime d'activité : avoir travaillé, et pour un étudiant ou un apprenti avoir gagné assez, chaque mois de référence.

OpenFisca-France 176.1.8 (``model/prestations/minima_sociaux/ppa.py``, ``ppa_eligibilite_apprenants``)
regarde toujours les trois derniers mois. CSS, art. L842-2, 3° : la condition se vérifie « pendant la
période de référence » du calcul, qui va de M-4 à M-2 depuis mars 2025 (voir
``departement_experimentation_rsa``).
"""

from openfisca_core.model_api import Variable, max_, min_
from openfisca_france.entities import Famille


class ppa_eligibilite_apprenants(Variable):
    def formula_2025_03(famille, period):
        m_2 = famille.members("ppa_revenu_activite_individu", period.offset(-2, "month"))
        m_3 = famille.members("ppa_revenu_activite_individu", period.offset(-3, "month"))
        m_4 = famille.members("ppa_revenu_activite_individu", period.offset(-4, "month"))
        apprenant = (
            famille.members("etudiant", period)
            + famille.members("stagiaire", period)
            + famille.members("apprenti", period)
        )
        plancher = famille.members("ppa_plancher_revenu_activite_apprenant", period)
        a_travaille = max_(max_(m_2, m_3), m_4) > 0
        a_gagne_assez = min_(min_(m_2, m_3), m_4) > plancher  # chaque mois, « excèdent » : borne exclue
        ouvre_droit = a_gagne_assez + ~apprenant * a_travaille
        return famille("rsa_majore_eligibilite", period) + famille.any(ouvre_droit, role=Famille.PARENT)
