"""Mois de ressources retenus pour le RSA et la prime d'activité : de M-4 à M-2 depuis mars 2025.

OpenFisca-France 176.1.8 (``model/caracteristiques_socio_demographiques/logement.py``,
``departement_experimentation_rsa``) n'a que la donnée d'entrée des cinq départements qui ont essayé la
déclaration préremplie : sans réponse, les trois derniers mois sont comptés. Le décret du 26 février 2025 a
généralisé cette déclaration, et le décalage d'un mois avec elle, à tous les départements le 1er mars 2025.
"""

from openfisca_core.model_api import Variable


class departement_experimentation_rsa(Variable):
    def formula_2025_03(famille, period):
        return famille.nb_persons() > 0
