"""Rend les TCL gratuits à tous les mineurs qui habitent le territoire desservi."""

from openfisca_core.model_api import Variable

from openfisca_lyon.system import LocalReform
from openfisca_lyon.variables.sytral.tcl_solidaire_gratuit import MotifGratuit

MAJORITE = 18


class tcl_solidaire_gratuit_condition_motif(Variable):
    label = "Est mineur, ou a un motif de gratuité"

    def formula_2026_01(individu, period, parameters):
        motif = individu("tcl_solidaire_gratuit_motif", period)
        return (individu("age", period) < MAJORITE) + (motif != MotifGratuit.aucun)


class tcl_gratuit_mineurs(LocalReform):
    name = "TCL gratuits avant 18 ans"
    description = "À partir de janvier 2026, les moins de 18 ans du territoire voyagent gratuitement."

    def apply(self):
        self.update_variable(tcl_solidaire_gratuit_condition_motif)
