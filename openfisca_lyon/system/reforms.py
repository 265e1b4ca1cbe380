"""Reforms: other figures (a YAML file) or other formulas (a Python module), over the rules in force.

A reform shares with the rules in force all that it does not touch. One that names what does not exist, or
that changes nothing, is a mistake and says so.
"""

import copy
import pkgutil
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, cast

import yaml
from openfisca_core.parameters import Parameter, ParameterNode, ParameterScale
from openfisca_core.reforms import Reform
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from openfisca_lyon.system.loading import load

FOLDER = "openfisca_lyon.reforms"


def _real_day(text: str) -> str:
    date.fromisoformat(text)
    return text


Day = Annotated[
    str,
    BeforeValidator(str),
    StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"),
    AfterValidator(_real_day),
]
Value = Annotated[float, Field(allow_inf_nan=False)] | bool


class ReformError(ValueError):
    """A reform cannot be applied; the message says what to mend, in French."""


class ReformFile(BaseModel):
    """A reform that changes figures.

    Attributes:
        nom: what it is called.
        description: what it does and for whom.
        parametres: for each parameter, its new values by the day they start.
    """

    model_config = ConfigDict(extra="forbid")

    nom: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    description: Annotated[str, StringConstraints(max_length=2000)] = ""
    parametres: Annotated[dict[str, dict[Day, Value]], Field(min_length=1, max_length=200)]


class LocalReform(Reform):  # type: ignore[misc]
    """A reform that copies one branch of the parameters and shares the rest.

    Subclasses give ``name`` and ``description``, and change rules in ``apply``. ``content`` is that of the
    document it comes from, if it only changes figures: it is enough to apply it elsewhere.
    """

    description = ""
    content: Mapping[str, Any] | None = None
    parameters: ParameterNode

    def own_branch(self, name: str) -> ParameterNode:
        """Return a branch of the parameters that this reform may change in place."""
        root = copy.copy(self.parameters)
        root.children = dict(root.children)
        branch = root.children[name] = root.children[name].clone()
        setattr(root, name, branch)
        root._at_instant_cache = {}
        self.parameters = root
        return branch

    def apply(self) -> None:
        """Change the rules.

        Raises:
            ReformError: a change names what does not exist, or changes nothing.
        """
        raise NotImplementedError


def from_values(file: ReformFile) -> TaxBenefitSystem:
    """Apply a reform that changes figures.

    Raises:
        ReformError: a parameter does not exist, is not a single figure, or already has that value.
    """
    baseline = load()
    for path, values in file.parametres.items():
        parameter = _parameter(baseline, path)
        for day, value in values.items():
            if parameter(day) == value and all(
                later.value == value for later in parameter.values_list if later.instant_str > day
            ):
                raise ReformError(f"« {path} » vaut déjà cela le {day} : cette réforme n'y change rien.")

    class FiguresReform(LocalReform):
        name = file.nom
        description = file.description
        content = file.model_dump()

        def apply(self) -> None:
            branches = {path.split(".")[0] for path in file.parametres}
            roots = {branch: self.own_branch(branch) for branch in sorted(branches)}
            for path, values in file.parametres.items():
                node: Any = roots[path.split(".")[0]]
                for step in path.split(".")[1:]:
                    node = node.children[step]
                for day, value in sorted(values.items()):
                    node.update(start=day, value=value)

    return FiguresReform(baseline)


def _parameter(system: TaxBenefitSystem, path: str) -> Parameter:
    node: Any = system.parameters
    for step in path.split("."):
        children = getattr(node, "children", {})
        if step not in children:
            near = get_close_matches(step, list(children), n=1)
            hint = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
            where = f"sous « {node.name} »" if node.name else "à ce nom"
            raise ReformError(f"Un paramètre nommé n'existe pas : rien de tel {where}.{hint}")
        node = children[step]
    if isinstance(node, ParameterScale | ParameterNode):
        raise ReformError(f"« {path} » n'est pas un chiffre seul : nommez-en un qui est dessous.")
    return cast(Parameter, node)


def from_content(content: Any) -> TaxBenefitSystem:
    """Apply a reform given as the content of a YAML or JSON document.

    Raises:
        ReformError: the document is not a reform, or the reform cannot be applied.
    """
    try:
        file = ReformFile.model_validate(content)
    except ValidationError as error:
        wrong = {str(one["loc"][0]) if one["loc"] else "" for one in error.errors(include_input=False)}
        named = [f"« {name} »" for name in ReformFile.model_fields if name in wrong]
        if wrong - set(ReformFile.model_fields):
            named.append("un champ inconnu" if isinstance(content, Mapping) else "le document entier")
        raise ReformError(
            f"Cette réforme n'est pas bien écrite. À corriger : {', '.join(named)}. "
            "Elle s'écrit {nom: texte, parametres: {chemin: {AAAA-MM-JJ: nombre}}} ; "
            "la commande « schema --reforme » en donne la forme."
        ) from None
    return from_values(file)


@cache
def reforms() -> Mapping[str, TaxBenefitSystem]:
    """Return the reforms that the package ships, applied, by name of file."""
    return {name: _shipped(name) for name in sorted(_names())}


def _names() -> set[str]:
    folder = files(FOLDER)
    figures = {item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")}
    formulas = {info.name for info in pkgutil.iter_modules(import_module(FOLDER).__path__)}
    return figures | formulas


@cache
def _shipped(name: str) -> TaxBenefitSystem:
    file = files(FOLDER) / f"{name}.yaml"
    if file.is_file():
        return from_content(yaml.safe_load(file.read_text(encoding="utf-8")))
    return _applied(import_module(f"{FOLDER}.{name}"), name)


def _applied(module: ModuleType, name: str) -> TaxBenefitSystem:
    """Apply the one reform that a module defines."""
    found = [
        member
        for member in vars(module).values()
        if isinstance(member, type)
        and issubclass(member, LocalReform)
        and member.__module__ == module.__name__
    ]
    if len(found) != 1:
        raise ReformError(f"« {name} » doit contenir une réforme, et une seule.")
    reform = found[0](load())
    if reform.variables == load().variables and reform.parameters is load().parameters:
        raise ReformError(f"« {name} » ne change rien aux règles.")
    return reform


def reform_named(name: str) -> TaxBenefitSystem:
    """Return a reform by the name of a shipped one, or by the path of a YAML file.

    Raises:
        ReformError: there is none of that name, or it cannot be applied.
    """
    if name in _names():
        return _shipped(name)
    path = Path(name)
    if path.suffix in {".yaml", ".yml", ".json"} and path.is_file():
        try:
            return from_content(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (yaml.YAMLError, UnicodeDecodeError):
            raise ReformError(
                "Ce fichier de réforme ne se lit pas : ce n'est ni du YAML ni du JSON."
            ) from None
    near = get_close_matches(name, sorted(_names()), n=1)
    hint = f" Vouliez-vous dire « {near[0]} » ?" if near else " La commande « reforms » en donne la liste."
    raise ReformError(f"Cette réforme n'existe pas.{hint}")


def reform_from(name: str) -> TaxBenefitSystem:
    """Return a reform by name, from a YAML file, or from a Python file of this machine.

    A Python file is run: only who works on this machine may name one. Nothing that comes from the network
    goes through here.

    Raises:
        ReformError: as :func:`reform_named`; or the Python file holds no reform, or does not run.
    """
    path = Path(name)
    if path.suffix != ".py" or not path.is_file():
        return reform_named(name)
    spec = spec_from_file_location(f"{FOLDER}.local.{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ReformError(f"Le fichier {path} ne se charge pas.")
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ReformError(f"Le fichier {path} ne s'exécute pas : {type(error).__name__}, {error}") from None
    return _applied(module, str(path))
