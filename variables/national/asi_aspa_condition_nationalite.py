"""Nationalité ou titre de séjour pour l'ASPA et l'ASI (articles L. 816-1 et R. 816-3 du code de la sécurité sociale).

OpenFisca-France 176.1.8 (``model/prestations/minima_sociaux/asi_aspa.py``) écrit ``or_`` avec trois termes :
NumPy prend le troisième, les dix ans de titre, pour un tableau de sortie et l'ignore. Un étranger titulaire
d'un titre depuis plus de dix ans est refusé. Les réfugiés, dispensés de durée, le sont aussi.
"""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.situation.sejour import TitreSejour


class asi_aspa_condition_nationalite(Variable):
    value_type = bool
    default_value = True
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Est français ou européen, réfugié, ou a un titre de séjour depuis assez longtemps"
    reference = "https://www.legifrance.gouv.fr/codes/section_lc/LEGITEXT000006073189/LEGISCTA000006156279/"

    def formula(individu, period, parameters):
        aspa = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
        suisse = individu("nationalite", period) == b"CH"
        titre = individu("titre_sejour", period)
        refugie = titre == TitreSejour.protection_internationale
        # Qui dit avoir un titre de séjour n'est ni français ni européen, quelle que soit la nationalité supposée.
        etranger = (
            (titre == TitreSejour.carte_resident)
            + (titre == TitreSejour.titre_valide)
            + (titre == TitreSejour.recepisse)
            + (titre == TitreSejour.demande_en_cours)
        )
        europeen = (individu("ressortissant_eee", period) + suisse) * ~etranger
        ancien = individu("duree_possession_titre_sejour", period) >= aspa.duree_min_titre_sejour
        return europeen + refugie + ancien
