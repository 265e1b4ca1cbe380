"""Nationalité ou titre de séjour pour le RSA et la prime d'activité (articles L. 262-4 et L. 262-5 du CASF).

OpenFisca-France 176.1.8 (``model/prestations/minima_sociaux/rsa.py``) ne connaît que la nationalité et la durée
du titre : un réfugié ou le titulaire d'une carte de résident, dispensés de durée, sont refusés pendant cinq ans,
et qui n'a aucun titre est admis dès que sa nationalité n'est pas donnée, car elle est française par défaut.
"""

from openfisca_core.model_api import Variable, where
from openfisca_france.model.prestations.minima_sociaux import rsa

from openfisca_lyon.variables.situation.sejour import TitreSejour


class rsa_condition_nationalite(Variable):
    def formula_2009_06_01(individu, period, parameters):
        conditions = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.rsa.rsa_cond
        titre = individu("titre_sejour", period)
        europeen = (titre == TitreSejour.francais) + (titre == TitreSejour.eee_suisse)
        dispense = (titre == TitreSejour.protection_internationale) + (titre == TitreSejour.carte_resident)
        avec_titre = (titre == TitreSejour.titre_valide) + (titre == TitreSejour.recepisse)
        ancien = (
            individu("duree_possession_titre_sejour", period) >= conditions.duree_min_titre_sejour.non_eee
        )
        comme_france = rsa.rsa_condition_nationalite.formula_2009_06_01(individu, period, parameters)
        return where(europeen, comme_france, dispense + avec_titre * ancien)
