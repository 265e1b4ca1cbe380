"""Éligibilité au RSA : l'enfant à naître.

OpenFisca-France 176.1.8 (``model/prestations/minima_sociaux/rsa.py``, ``rsa_eligibilite``) n'ouvre le RSA
avant 25 ans qu'à la charge d'un enfant déjà né : un couple de moins de 25 ans qui attend son premier enfant
n'a rien. CASF, art. L262-4, 1° : la charge d'un enfant « né ou à naître » suffit. La femme enceinte isolée
a le RSA majoré.
"""

from openfisca_core.model_api import Variable
from openfisca_france.entities import Famille
from openfisca_france.model.prestations.minima_sociaux import rsa


class rsa_eligibilite(Variable):
    def formula_2010_01_01(famille, period, parameters):
        enfant_a_naitre = famille.any(famille.members("enceinte", period), role=Famille.PARENT)
        nationalite = famille.any(famille.members("rsa_condition_nationalite", period), role=Famille.PARENT)
        non_etudiant = famille.any(~famille.members("etudiant", period), role=Famille.PARENT)
        attend_un_enfant = (
            enfant_a_naitre * nationalite * non_etudiant * famille("rsa_eligibilite_tns", period)
        )
        return rsa.rsa_eligibilite.formula_2010_01_01(famille, period, parameters) + attend_un_enfant
