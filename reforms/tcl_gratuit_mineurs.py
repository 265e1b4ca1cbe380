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


class tcl_solidaire_gratuit_titre_a_preciser(Variable):
    label = "N'a pas d'autre motif que la demande d'un titre de séjour, et n'est pas mineur"

    def formula_2026_01(individu, period):
        motif = individu("tcl_solidaire_gratuit_motif", period)
        return (individu("age", period) >= MAJORITE) * (motif == MotifGratuit.demandeur_titre_sejour)


class tcl_solidaire_gratuit_ayant_droit_a_preciser(Variable):
    label = "N'a pas d'autre motif que d'être conjoint ou enfant, et n'est pas mineur"

    def formula_2026_01(individu, period):
        motif = individu("tcl_solidaire_gratuit_motif", period)
        return (individu("age", period) >= MAJORITE) * (motif == MotifGratuit.ayant_droit)


class tcl_gratuit_mineurs(LocalReform):
    name = "TCL gratuits avant 18 ans"
    description = "À partir de janvier 2026, les moins de 18 ans du territoire voyagent gratuitement."

    def apply(self):
        self.update_variable(tcl_solidaire_gratuit_condition_motif)
        # Être mineur suffit : rien n'est plus à préciser.
        self.update_variable(tcl_solidaire_gratuit_titre_a_preciser)
        self.update_variable(tcl_solidaire_gratuit_ayant_droit_a_preciser)
