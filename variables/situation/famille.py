"""La famille : ce qu'elle attend et ce qui la compose."""

from openfisca_lyon.variables.communs.questions import poser

poser("enceinte", "Attendez-vous un enfant ?", aide="Répondez oui si vous êtes enceinte.", age=(12, 55))
poser(
    "rsa_isolement_recent",
    "Vous êtes-vous séparé ou retrouvé seul dans les dix-huit derniers mois ?",
    aide="Séparation, décès ou départ de la personne avec qui vous viviez.",
    age=(16, 67),
)
