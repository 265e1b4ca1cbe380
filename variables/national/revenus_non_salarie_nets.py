"""Les revenus nets d'un indépendant : ceux de son foyer fiscal, jamais ceux du voisin.

OpenFisca-France 176.1.8 (``prelevements_sociaux/contributions_sociales/activite.py``) additionne le bénéfice
des micro-entreprises de toute la population calculée et donne ce total à chaque personne : deux ménages
calculés ensemble se prêtent leurs revenus, et ``revenu_disponible``, ``niveau_de_vie`` et Visale sont faux.
"""

from openfisca_core.model_api import YEAR, Variable
from openfisca_france.entities import FoyerFiscal, Individu


class revenus_non_salarie_nets(Variable):
    value_type = float
    entity = Individu
    label = "Revenus du travail non salariaux nets"
    definition_period = YEAR

    def formula(individu, period):
        # Ce bénéfice n'est connu que par foyer fiscal : il va au premier déclarant, une fois.
        micro = individu.foyer_fiscal("microentreprise", period)
        return (
            individu("rpns_imposables", period)
            + individu("csg_imposable_non_salarie", period)
            + individu("crds_non_salarie", period)
            + micro * individu.has_role(FoyerFiscal.DECLARANT_PRINCIPAL)
        )
