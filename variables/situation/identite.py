"""Qui est la personne, où elle habite, ce qu'elle gagne : les données d'OpenFisca-France que l'on demande."""

from openfisca_lyon.variables.communs.questions import poser

poser(
    "date_naissance",
    "Quelle est votre date de naissance ?",
    domaine=(6, 30, 54, 102, 150, 186, 198, 210, 222, 234, 270, 294, 318, 480, 738, 798, 918),
)
poser("depcom", "Dans quelle commune habitez-vous ?", domaine=("69123", "69264", "38544"))
poser("salaire_de_base", "Combien gagnez-vous par mois ?", domaine=(0, 350, 1200, 2500, 6000), age=(16, 130))
poser("chomage_brut", "Recevez-vous une allocation chômage ?", domaine=(0, 1200), age=(16, 67))
poser("retraite_brute", "Recevez-vous une pension de retraite ?", domaine=(0, 900, 2000), age=(50, 130))
