"""The shapes of answers that are the API's own; the others are those of the rooms (``Report``, ``Entry``…)."""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from openfisca_lyon.rights import RightReport
from openfisca_lyon.rights.report import Question
from openfisca_lyon.situations import situation_model
from openfisca_lyon.system import ReformFile, reforms

MOST_REFORMS = 4
"""Reforms compared side by side."""


class Shape(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Questions(Shape):
    """Les questions dont la réponse change encore un droit, la plus utile d'abord."""

    date: str
    versions: dict[str, str]
    questions: tuple[Question, ...]


class Explanation(Shape):
    """Pourquoi cette réponse, pour un droit : une entrée par personne, famille ou logement concerné."""

    date: str
    versions: dict[str, str]
    droit: str
    explications: tuple[RightReport, ...]
    suite: Annotated[
        int | None,
        Field(description="Rang de la suite, à donner par « ?rang= » quand tout ne tient pas en 50 Ko"),
    ]


class ReformLine(Shape):
    """Une réforme prête à l'emploi."""

    id: str
    nom: str
    description: str


class ParameterLine(Shape):
    """Un chiffre de la loi."""

    id: str
    description: str
    unite: str
    valeur: Annotated[Any, Field(description="Valeur au mois demandé ; null si le chiffre n'existe pas")]


class DatedValue(Shape):
    """La valeur d'un chiffre depuis un jour, et sa source."""

    depuis: str
    valeur: Any
    reference: str
    href: str


class ParameterPage(Shape):
    """Un chiffre de la loi, avec son histoire et ses sources, ou les chiffres rangés sous un nom."""

    id: str
    description: str
    unite: str
    confiance: str
    verifie_jusqu_au: str
    valeurs: Annotated[tuple[DatedValue, ...], Field(description="De la plus récente à la plus ancienne")]
    sous: Annotated[tuple[str, ...], Field(description="Les noms rangés dessous")]


class CommuneLine(Shape):
    """Une commune de la Métropole, ou un nom qui lui correspond (arrondissement, commune fusionnée)."""

    code: str
    nom: str
    commune: Annotated[str, Field(description="Code de la commune actuelle")]
    nature: str
    codes_postaux: tuple[str, ...]


class PopulationRequest(BaseModel):
    """Des réformes à comparer aux règles en vigueur, sur la population."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reformes: Annotated[
        list[str | ReformFile],
        Field(
            min_length=1,
            max_length=MOST_REFORMS,
            description="Une à quatre réformes : un nom de GET /api/v1/reforms, ou des chiffres changés",
        ),
    ]
    date: Annotated[
        str | None,
        Field(description="Mois de la loi, AAAA-MM, entre 2019-01 et 2030-12 ; le mois en cours sans lui"),
    ] = None
    population: Annotated[
        Literal["extrait", "serveur", "aucune"],
        Field(
            description="« extrait » livré avec le logiciel, « serveur » pour sa population, « aucune » pour les seuls ménages types"
        ),
    ] = "extrait"
    recours: Annotated[
        list[Literal["documente", "plein"]],
        Field(
            min_length=1,
            max_length=2,
            description="Hypothèses de recours : « documente », « plein », ou les deux",
        ),
    ] = ["documente", "plein"]
    cas_types: Annotated[bool, Field(description="Vrai pour comparer aussi des ménages types")] = False


class RunState(Shape):
    """Où en est un calcul. Son numéro est un secret : qui l'a peut le lire et l'arrêter."""

    id: str
    etat: Literal["en_attente", "en_cours", "termine", "annule", "echec", "trop_long"]
    part: Annotated[float, Field(description="Part faite, de 0 à 1")]
    etape: Annotated[
        str, Field(description="« menages », « loi », « population », « seuils », « rapport » ; vide avant")
    ]
    erreur: Annotated[str, Field(description="Ce qu'il faut corriger, quand la demande est en cause")]
    suivi: Annotated[str, Field(description="Adresse des événements")]
    resultats: Annotated[
        tuple[str, ...], Field(description="Adresses des résultats, une fois le calcul fini")
    ]


class FieldFault(Shape):
    """Un champ à corriger."""

    pointer: str
    detail: str


class ProblemBody(BaseModel):
    """Un échec (RFC 9457). Rien de ce qui a été envoyé n'y est répété."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldFault, ...] = ()


class Health(Shape):
    """L'état du service."""

    status: str
    date: str


@cache
def simulation_body() -> Any:
    """Return the type of what can be simulated: a situation, or several."""
    make: Callable[..., type[BaseModel]] = create_model
    one = situation_model()
    many = make(
        "Situations",
        __config__=ConfigDict(extra="forbid"),
        __doc__="Plusieurs situations, calculées ensemble.",
        situations=(Annotated[list[one], Field(min_length=1)], ...),  # type: ignore[valid-type]
    )
    return one | many


@cache
def comparison_body() -> Any:
    """Return the type of a comparison: a reform, shipped or sent, and situations."""
    make: Callable[..., type[BaseModel]] = create_model
    return make(
        "ComparaisonDemandee",
        __config__=ConfigDict(extra="forbid"),
        __doc__="Une réforme, par son nom ou par ses chiffres, et les foyers à comparer.",
        reforme=(Literal[tuple(reforms())] | ReformFile, ...),
        situations=(Annotated[list[situation_model()], Field(min_length=1)], ...),  # type: ignore[misc]
    )
