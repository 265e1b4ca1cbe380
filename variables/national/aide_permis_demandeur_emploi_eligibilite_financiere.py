"""Aide de France Travail au permis B : le RSA et l'AAH ne la ferment pas.

OpenFisca-France 176.1.8 (``model/prestations/aide_permis_demandeur_emploi.py``,
``aide_permis_demandeur_emploi_eligibilite_financiere``) refuse l'aide à qui a droit au RSA ou à l'AAH. C'est
l'inverse : ceux qui reçoivent un minimum social y ont droit, quel qu'en soit le montant (service-public.fr, F1719).
"""

from openfisca_core.model_api import Variable

MOIS_DE_31_JOURS = 31  # l'allocation minimale est journalière ; un mois plein au plus


class aide_permis_demandeur_emploi_eligibilite_financiere(Variable):
    def formula(individu, period, parameters):
        minimum = parameters(period).chomage.allocations_assurance_chomage.alloc_base.montant_minimum
        plafond = minimum.apres_1979.montant_minimum_hors_mayotte * MOIS_DE_31_JOURS
        sans_retraite = individu("retraite_brute", period) <= 0
        return sans_retraite * (individu("chomage_net", period) <= plafond)
