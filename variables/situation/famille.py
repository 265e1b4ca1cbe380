"""La famille : ce qu'elle attend et ce qui la compose."""

from openfisca_lyon.variables.communs.questions import poser

poser("enceinte", "Attendez-vous un enfant ?", aide="Répondez oui si vous êtes enceinte.", age=(12, 55))
