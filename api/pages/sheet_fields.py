"""The fields of the whole form: the questions of the law and what a person knows of themselves, by theme."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from openfisca_core.indexed_enums import Enum

from openfisca_lyon.api.pages.fields import kind_of
from openfisca_lyon.api.pages.themes import THEMES
from openfisca_lyon.situations.words import INCOMES
from openfisca_lyon.system import load
from openfisca_lyon.variables.communs.questions import QUESTIONS

EVERYONE = (0, 130)
SECTIONS = {"menage": "logement", "famille": "famille", "foyer_fiscal": "impots"}
HOUSEHOLD = tuple((section, section) for section in SECTIONS.values())
NOTICE = "revenu_fiscal_de_reference"
NO_INCOME = (
    "revenus/salaire_net"  # as soon as one income is said, the others are zero: this one says « none »
)

WHO, INCOME = "identite", "ressources"
WORK = "emploi"
OPEN_THEMES = (WHO, INCOME, WORK)
# Who people are and what they live on, then what concerns everyone, then what concerns some.
ORDER = (WHO, INCOME, WORK, *sorted(THEMES, key=lambda name: THEMES[name].gate))


@dataclass(frozen=True)
class Field:
    """A field of the form.

    Attributes:
        name: its name in its section.
        kind: ``yes_no``, ``choice``, ``money``, ``number``, ``whole``, ``percent``, ``day``, ``place``, ``text``.
        text: the question.
        theme: where it stands on the page.
        choices: values and what is read of them, for a choice.
        ages: people to whom it makes sense.
        monthly: whether it may change at a date.
    """

    name: str
    kind: str
    text: str
    theme: str
    choices: tuple[tuple[str, str], ...] = ()
    ages: tuple[int, int] = EVERYONE
    monthly: bool = False


LINKS = ("demandeur", "conjoint", "enfant", "parent", "frere_soeur", "autre")
COUPLES = ("marie", "pacse", "concubin")


@cache
def fields() -> Mapping[str, tuple[Field, ...]]:
    """Return the fields of each section: ``personnes``, ``logement``, ``famille``, ``impots``."""
    variables = load().variables
    found: dict[str, list[Field]] = {
        "personnes": [
            Field("nom", "text", "", WHO),
            Field("lien", "choice", "", WHO, choices=tuple((link, "") for link in LINKS)),
            Field("date_naissance", "day", "", WHO),
            Field("age", "whole", "", WHO),
            Field("rattache_aux_parents", "yes_no", "", WHO, ages=(16, 30)),
            *(
                Field(f"revenus/{name}", "money", text, INCOME, ages=(14, 130), monthly=True)
                for name, text in INCOMES.items()
            ),
        ],
        "logement": [Field("commune", "place", "", "logement")],
        "famille": [],
        "impots": [Field(NOTICE, "money", "", INCOME)],
    }
    for name, theme in ((name, one.id) for one in THEMES.values() for name in one.inputs):
        question, variable = QUESTIONS[name], variables[name]
        choices: tuple[tuple[str, str], ...] = ()
        if variable.value_type is Enum:
            choices = tuple((one.name, str(one.value)) for one in variable.possible_values)
        made = Field(
            name,
            kind_of(name),
            question.texte,
            theme,
            choices,
            question.age,
        )
        found[SECTIONS.get(variable.entity.key, "personnes")].append(made)
    return {section: tuple(several) for section, several in found.items()}


@cache
def _by_name(section: str) -> Mapping[str, Field]:
    return {one.name: one for one in fields()[section]}


def first_fields() -> tuple[Field, ...]:
    """Return the fields of the household that stand before all themes."""
    return _by_name("logement")["commune"], _by_name("impots")[NOTICE]


def field_of(pointer: str) -> str:
    """Return the name of the field where a question is answered; of incomes, the first one.

    >>> field_of("/personnes/0/revenus"), field_of("/logement/loyer")
    ('personnes/0/revenus/salaire_net', 'logement/loyer')
    """
    return pointer.removeprefix("/").replace("/revenus", f"/{NO_INCOME}")


def themes(*parts: tuple[str, str], age: int | None = None) -> list[tuple[str, list[tuple[str, Field]]]]:
    """Return the themes of some parts of the form: for each, its fields and the part where each is.

    Args:
        parts: the address of each part, and its section.
        age: of the person, if it is one; fields that make no sense at that age are left out.
    """
    found: dict[str, list[tuple[str, Field]]] = {}
    for address, section in parts:
        for one in fields()[section]:
            if one not in first_fields() and (age is None or one.ages[0] <= age <= one.ages[1]):
                found.setdefault(one.theme, []).append((address, one))
    return sorted(found.items(), key=lambda theme: ORDER.index(theme[0]))
