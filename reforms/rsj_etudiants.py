"""Ouvre le RSJ aux élèves et aux étudiants."""

from openfisca_core.model_api import Variable

from openfisca_lyon.system import LocalReform


class rsj_condition_etudes(Variable):
    label = "Aucune condition d'études"

    def formula_2026_01(individu, period):
        return individu.filled_array(True)


class rsj_etudiants(LocalReform):
    name = "RSJ ouvert aux étudiants"
    description = "À partir de janvier 2026, être élève ou étudiant n'exclut plus du RSJ."

    def apply(self):
        self.update_variable(rsj_condition_etudes)
