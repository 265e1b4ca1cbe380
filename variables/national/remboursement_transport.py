"""Prise en charge par l'employeur des abonnements de transport, code du travail, art. L3261-2 et R3261-1 s.

OpenFisca-France 176.1.8 (``model/revenus/activite/salarie.py``, ``remboursement_transport``) rend un nombre
négatif pour une somme que le salarié reçoit, écrit le taux en dur et ne réduit pas la part de qui travaille
moins d'un mi-temps (art. R3261-9).
"""

from openfisca_core.model_api import Variable, max_, min_, round_


class remboursement_transport(Variable):
    reference = (
        "https://www.urssaf.fr/portail/home/employeur/calculer-les-cotisations/les-elements-a-prendre-en-compte/"
        "les-frais-professionnels/les-frais-de-transport/trajet-domicilelieu-de-travail/"
        "prise-en-charge-obligatoire-des.html"
    )

    def formula(individu, period, parameters):
        prise_en_charge = parameters(period).etat.prise_en_charge_transport
        mi_temps = prise_en_charge.duree_legale * prise_en_charge.part_du_temps_plein
        prorata = min_(1, max_(0, individu("heures_hebdomadaires", period)) / mi_temps)
        prix = individu("remboursement_transport_base", period)
        return round_(prise_en_charge.taux * prorata * prix, 2)
