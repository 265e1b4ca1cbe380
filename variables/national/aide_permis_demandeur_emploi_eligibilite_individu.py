"""Aide de France Travail au permis B : demandeur d'emploi majeur.

OpenFisca-France 176.1.8 (``model/prestations/aide_permis_demandeur_emploi.py``,
``aide_permis_demandeur_emploi_eligibilite_individu``) ne regarde pas l'âge : il faut avoir dix-huit ans
(service-public.fr, F1719).
"""

from openfisca_core.model_api import Variable
from openfisca_france.model.base import TypesActivite


class aide_permis_demandeur_emploi_eligibilite_individu(Variable):
    def formula(individu, period, parameters):
        demandeur_emploi = individu("activite", period) == TypesActivite.chomeur
        return demandeur_emploi * (individu("age", period) >= parameters(period).geopolitique.age_majorite)
