"""Le statut d'un droit pour une personne, un mois donné."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import select


class Statut(Enum):
    """Du moins sûr au plus sûr.

    ``information_manquante`` n'y est pas : une formule ignore ce qui n'a pas été dit.
    """

    __order__ = "hors_periode non_eligible a_etudier eligible_probable eligible"
    hors_periode = "Le dispositif n'existe pas encore, ou n'existe plus"
    non_eligible = "Une condition n'est pas remplie"
    a_etudier = "Une condition dépend d'une appréciation"
    eligible_probable = "Tout ce qui se vérifie est rempli ; quelqu'un décide encore"
    eligible = "De plein droit"


def statut(eligibilite, a_etudier=None, *, sinon):
    """Return the status of each member: ``non_eligible``, else ``a_etudier``, else ``sinon``.

    ``eligibilite`` and ``a_etudier`` are boolean arrays, the second left out where nothing is left to
    judge; ``sinon`` is a member of ``Statut``:
    ``eligible_probable`` where someone still decides, ``eligible`` where nobody does.
    ``hors_periode`` is the default of every ``_statut`` variable: its formulas bear the dates.
    """
    if a_etudier is None:
        return select([~eligibilite], [Statut.non_eligible], default=sinon)
    return select([~eligibilite, a_etudier], [Statut.non_eligible, Statut.a_etudier], default=sinon)
