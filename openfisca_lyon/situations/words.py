"""The form that a person fills, as pydantic models made from the questions of the law.

The fields that say who people are and how they are linked are written here. All the others are the inputs of
``variables/situation``: an input added there is a field of the form, of its JSON Schema and of its checks.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal

from openfisca_core.indexed_enums import Enum
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, create_model

from openfisca_lyon.situations.territory import commune_code
from openfisca_lyon.system import load
from openfisca_lyon.variables.communs.questions import QUESTIONS

# Ten times what anyone is likely to type: beyond it, a figure is a slip of the finger.
MOST_EUROS_A_MONTH = 100_000
MOST_EUROS = 10_000_000
MOST_COUNT = 10_000
# A text of that length is the code of a commune, which people say by its name.
INSEE_CODE = 5

INCOMES: dict[str, str] = {
    "salaire_net": "Salaire net, avant impôt",
    "salaire_de_base": "Salaire brut, si le net n'est pas connu",
    "chomage_net": "Allocation chômage nette",
    "retraite_nette": "Pension de retraite nette",
    "pensions_invalidite": "Pension d'invalidité",
    "indemnites_journalieres_maladie": "Indemnités journalières de maladie",
    "indemnites_stage": "Gratification de stage",
    "revenus_stage_formation_pro": "Rémunération de stagiaire de la formation professionnelle",
    "indemnites_volontariat": "Indemnité de volontariat ou de service civique",
    "pensions_alimentaires_percues": "Pension alimentaire reçue",
    "pensions_alimentaires_versees_individu": "Pension alimentaire versée",
    "rpns_auto_entrepreneur_CA_bnc": "Chiffre d'affaires d'auto-entrepreneur, activité libérale",
    "rpns_auto_entrepreneur_CA_bic": "Chiffre d'affaires d'auto-entrepreneur, services",
    "rpns_auto_entrepreneur_CA_achat_revente": "Chiffre d'affaires d'auto-entrepreneur, vente",
}
NETS = {"salaire_net": "salaire_de_base", "chomage_net": "chomage_brut", "retraite_nette": "retraite_brute"}
INCOME_VARIABLES = frozenset({NETS.get(name, name) for name in INCOMES})

# Asked through a field of another name, or deduced from how people are linked.
STRUCTURAL = frozenset({"date_naissance", "depcom"}) | INCOME_VARIABLES


def _month(value: Any) -> Any:
    """Accept 2026-10, a date of that month, or what YAML makes of either."""
    if isinstance(value, datetime | date):
        return f"{value.year:04d}-{value.month:02d}"
    if isinstance(value, str) and len(value) == 10:
        return value[:7]
    return value


def _yes_or_no(value: Any) -> Any:
    """Accept the words people write."""
    return {"oui": True, "non": False}.get(value.strip().lower(), value) if isinstance(value, str) else value


def _share(value: Any) -> Any:
    """Accept 0.8, 80 and « 80 % »: a rate is written as people read it on their papers."""
    if isinstance(value, str):
        value = value.replace("%", "").replace(",", ".").strip()
        try:
            value = float(value)
        except ValueError:
            return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return value / 100 if 1 < value <= 100 else value


MONTH_PATTERN = r"^20(19|2\d|30)-(0[1-9]|1[0-2])$"
Month = Annotated[
    str,
    BeforeValidator(_month),
    StringConstraints(pattern=MONTH_PATTERN),
    Field(description="Mois, AAAA-MM"),
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Euros = Annotated[float, Field(ge=0, le=MOST_EUROS, allow_inf_nan=False)]
MonthlyEuros = Annotated[float, Field(ge=0, le=MOST_EUROS_A_MONTH, allow_inf_nan=False)]
Share = Annotated[float, BeforeValidator(_share), Field(ge=0, le=1, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=MOST_COUNT)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Commune = Annotated[
    str, BeforeValidator(commune_code), Field(description="Nom de la commune, ou code Insee à cinq chiffres")
]


def is_month(text: str) -> bool:
    """Tell whether a text is a month that can be asked.

    >>> is_month("2026-10"), is_month("2026-13"), is_month("2018-12")
    (True, False, False)
    """
    return re.match(MONTH_PATTERN, text) is not None


class Form(BaseModel):
    """A part of the form: an unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _type_of(variable: Any) -> Any:
    """Return the type of the answer to the question of a variable."""
    if variable.value_type is Enum:
        return Literal[tuple(member.name for member in variable.possible_values)]
    if variable.value_type is bool:
        return YesNo
    if variable.value_type is int:
        return Count
    if variable.value_type is float and variable.unit == "/1":
        return Share
    if variable.value_type is float:
        return Euros
    if variable.value_type is date:
        return date
    if variable.max_length == INSEE_CODE:
        return Commune
    return Annotated[str, StringConstraints(max_length=40)]


def _questions(entity: str) -> dict[str, Any]:
    """Return the optional fields of an entity's questions."""
    variables = load().variables
    return {
        name: (_type_of(variables[name]) | None, Field(default=None, description=question.texte))
        for name, question in sorted(QUESTIONS.items())
        if name not in STRUCTURAL and variables[name].entity.key == entity
    }


def _model(name: str, doc: str, entity: str, **fields: Any) -> type[Form]:
    make: Callable[..., type[Form]] = create_model
    return make(name, __base__=Form, __doc__=doc, **(_questions(entity) | fields))


@cache
def situation_model() -> type[Form]:
    """Return the model of a whole situation, made once the rules are loaded."""
    amount = MonthlyEuros | dict[Month, MonthlyEuros]
    make: Callable[..., type[Form]] = create_model
    incomes = make(
        "Revenus",
        __base__=Form,
        __doc__=(
            "Revenus par mois. Un nombre vaut pour tous les mois ; {mois: montant} donne le montant depuis "
            "chaque mois. Un revenu non cité est nul."
        ),
        **{name: (amount | None, Field(default=None, description=label)) for name, label in INCOMES.items()},
    )
    home = _model("Logement", "Le logement et ceux qui y vivent.", "menage", commune=(Commune | None, None))
    person = _model(
        "Personne",
        "Une personne.",
        "individu",
        nom=(Label | None, Field(default=None, description="Nom ou prénom, pour vous y retrouver")),
        lien=(
            Literal["demandeur", "conjoint", "enfant", "parent", "frere_soeur", "autre"] | None,
            Field(default=None, description="Lien avec la personne qui demande"),
        ),
        date_naissance=(date | None, Field(default=None, description="AAAA-MM-JJ")),
        age=(
            Annotated[int, Field(ge=0, le=120)] | None,
            Field(default=None, description="Âge, si la date de naissance n'est pas connue"),
        ),
        revenus=(incomes | None, None),
        rattache_aux_parents=(
            YesNo | None,
            Field(default=None, description="Compté dans la déclaration d'impôts de ses parents"),
        ),
        logement=(
            home | None,
            Field(default=None, description="Son logement, s'il vit ailleurs que les autres"),
        ),
    )
    family = _model("Famille", "La famille au sens de la Caf.", "famille")
    taxes = _model(
        "Impots",
        "La déclaration d'impôts.",
        "foyer_fiscal",
        revenu_fiscal_de_reference=(
            Euros | dict[Annotated[int, Field(ge=2015, le=2030)], Euros] | None,
            Field(
                default=None,
                description="Revenu fiscal de référence du dernier avis, ou {année des revenus: montant}",
            ),
        ),
    )
    return make(
        "Situation",
        __base__=Form,
        __doc__="Un foyer, avec les mots de la personne. Ce qui n'est pas dit reste inconnu.",
        date=(Month | None, Field(default=None, description="Mois demandé, AAAA-MM")),
        personnes=(Annotated[list[person], Field(min_length=1, max_length=20)], ...),  # type: ignore[valid-type]
        conjugalite=(
            Literal["marie", "pacse", "concubin"] | None,
            Field(default=None, description="Pour un couple : mariés, pacsés ou en concubinage"),
        ),
        logement=(home | None, None),
        famille=(family | None, None),
        impots=(taxes | None, None),
        tout_est_dit=(
            YesNo,
            Field(
                default=False, description="Vrai si ce qui n'est pas dit est « non », « zéro » ou « aucun »"
            ),
        ),
    )
