"""Élève ou étudiant titulaire d'une bourse.

OpenFisca-France 176.1.8 (``model/prestations/education.py``, ``boursier``) lit les bourses de collège et de
lycée de la famille sans regarder de qui elles sont : les parents et tous les frères et sœurs d'un boursier
le deviennent. Code de l'éducation, art. L531-1 et L531-4 : la bourse est attachée à l'élève du collège ou
du lycée.
"""

from openfisca_core.model_api import Variable, set_input_dispatch_by_period
from openfisca_france.model.prestations.education import TypesScolarite


class boursier(Variable):
    set_input = set_input_dispatch_by_period

    def formula_2021(individu, period):
        scolarite = individu("scolarite", period)
        college = (scolarite == TypesScolarite.college) * (individu.famille("bourse_college", period) > 0)
        lycee = (scolarite == TypesScolarite.lycee) * (individu.famille("bourse_lycee", period) > 0)
        criteres_sociaux = individu("bourse_criteres_sociaux", period) > 0
        superieur = individu("bourse_enseignement_sup", period) > 0
        return college + lycee + criteres_sociaux + superieur
