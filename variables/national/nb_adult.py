"""Le nombre de déclarants l'année où le conjoint décède : deux, comme pour le quotient familial.

OpenFisca-France 176.1.8 (``prelevements_obligatoires/impot_revenu/ir.py``) n'en compte aucun, bien que ``nbptr``
donne alors les parts d'un couple : l'impôt est divisé par zéro, et ``revenu_disponible``, ``niveau_de_vie`` et
l'impôt dû ne sont plus des nombres. Le conjoint survivant garde cette année-là les parts d'un couple :
https://www.service-public.fr/particuliers/vosdroits/F35127
"""

from openfisca_core.model_api import Variable


class nb_adult(Variable):
    def formula(foyer_fiscal, period):
        couple = foyer_fiscal("maries_ou_pacses", period) + foyer_fiscal("jeune_veuf", period)
        seul = foyer_fiscal("celibataire_ou_divorce", period) + foyer_fiscal("veuf", period)
        return 2 * couple + seul
