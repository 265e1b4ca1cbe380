"""PCH : l'arrondi des montants."""

from openfisca_core.model_api import round_

# Les montants publiés arrondissent le demi-centime vers le haut ; les nombres à virgule le placent au hasard.
CENTIEME_DE_CENTIME = 0.0001


def au_centime(montant):
    """Return amounts rounded to the cent, half a cent up."""
    return round_(montant + CENTIEME_DE_CENTIME, 2)
