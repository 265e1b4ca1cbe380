"""What a variable reads: other variables, and parameters, found in its formulas without running them.

Variables are named in formulas by plain strings, so the constants of a formula's code, and of the functions
of the same package that it calls, hold every name it can ask for. A name may be listed that is not read; none
that is read is missed, since formulas never build names (a test watches this).
"""

import ast
import inspect
from collections.abc import Iterable, Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

OURS = "openfisca_lyon"


class Dependencies:
    """What each variable of a system reads, at a month."""

    def __init__(self, system: TaxBenefitSystem, month: str) -> None:
        self._system = system
        self._month = month
        self._direct: dict[str, frozenset[str]] = {}

    def direct(self, name: str) -> frozenset[str]:
        """Return the variables that the formula of ``name`` in force at the month can ask for."""
        if name not in self._direct:
            formula = self._system.variables[name].get_formula(self._month)
            names = _strings(formula) if formula else frozenset()
            self._direct[name] = frozenset(names & self._system.variables.keys()) - {name}
        return self._direct[name]

    def leaves(self, names: Iterable[str], stop: frozenset[str]) -> frozenset[str]:
        """Return the variables of ``stop`` that ``names`` read, directly or through others.

        The walk does not go beyond a variable of ``stop``.
        """
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [child for name in names for child in self.direct(name)]
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            if name in stop:
                found.add(name)
            else:
                waiting.extend(self.direct(name))
        return frozenset(found)

    def closure(self, names: Iterable[str], stop: frozenset[str] = frozenset()) -> frozenset[str]:
        """Return ``names`` and all the variables they read, without going beyond those of ``stop``."""
        seen: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting.extend(self.direct(name) - stop)
        return frozenset(seen)

    def parameters(self, names: Iterable[str], stop: frozenset[str] = frozenset()) -> frozenset[str]:
        """Return the paths of the parameters that our own formulas behind ``names`` read."""
        paths: set[str] = set()
        for name in self.closure(names, stop):
            formula = self._system.variables[name].get_formula(self._month)
            if formula and formula.__module__.startswith(OURS):
                paths |= parameter_paths(formula)
        return frozenset(paths)


def _strings(function: FunctionType) -> set[str]:
    """Return the string constants of a function and of the functions of its package that it calls."""
    found: set[str] = set()
    seen: set[CodeType] = set()
    waiting: list[tuple[CodeType, dict[str, Any]]] = [(function.__code__, function.__globals__)]
    while waiting:
        code, names = waiting.pop()
        if code in seen:
            continue
        seen.add(code)
        for constant in code.co_consts:
            if isinstance(constant, str):
                found.add(constant)
            elif isinstance(constant, tuple | frozenset):
                found |= {item for item in constant if isinstance(item, str)}
            elif isinstance(constant, CodeType):
                waiting.append((constant, names))
        for value in _named(code, names):
            if isinstance(value, FunctionType):
                waiting.append((value.__code__, value.__globals__))
            else:
                found |= {item for item in value if isinstance(item, str)}
    return found


def _named(code: CodeType, names: dict[str, Any]) -> Iterator[Any]:
    """Yield the functions and the containers of names that a code can reach, through modules and classes too."""
    seen: set[int] = set()
    waiting = [names[name] for name in code.co_names if name in names]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, FunctionType):
            if _is_of_rules(value):
                yield value
        elif isinstance(value, ModuleType | type):
            if getattr(value, "__module__", getattr(value, "__name__", "")).startswith("openfisca_"):
                waiting.extend(vars(value)[name] for name in code.co_names if name in vars(value))
        elif isinstance(value, tuple | list | dict | frozenset):
            yield value


def _is_of_rules(function: FunctionType) -> bool:
    """Tell whether a function belongs to OpenFisca or to us.

    OpenFisca imports the files of OpenFisca-France under made-up module names: the path says more.
    """
    folders = function.__code__.co_filename.replace("\\", "/").split("/")
    return function.__module__.startswith("openfisca_") or any(
        folder.startswith("openfisca_") for folder in folders
    )


@cache
def parameter_paths(function: FunctionType) -> frozenset[str]:
    """Return the paths read after ``parameters(…)`` in a function, as far as they are written out.

    ``parameters(period).metropole_lyon.rsj`` gives ``metropole_lyon.rsj`` even where a leaf of it is read
    later through a local name: a node stands for all that is below it unless the leaf is written too.
    """
    tree = _function_tree(function)
    local: dict[str, str] = {}
    paths: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            path = _path(node.value, local)
            if path:
                local[node.targets[0].id] = path
    for node in ast.walk(tree):
        path = _path(node, local) if isinstance(node, ast.Attribute) else None
        if path:
            paths.add(path)
    longest = {path for path in paths if not any(other.startswith(f"{path}.") for other in paths)}
    return frozenset(longest)


def _path(node: ast.AST, local: dict[str, str]) -> str | None:
    """Return the parameter path that an expression names, from ``parameters(…)`` or a local name for one."""
    steps: list[str] = []
    while isinstance(node, ast.Attribute):
        steps.append(node.attr)
        node = node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "parameters":
        return ".".join(reversed(steps))
    if isinstance(node, ast.Name) and node.id in local:
        return ".".join([local[node.id], *reversed(steps)])
    return None


@cache
def _module_tree(file: str) -> ast.Module:
    with open(file, encoding="utf-8") as source:
        return ast.parse(source.read())


def _function_tree(function: FunctionType) -> ast.AST:
    line = function.__code__.co_firstlineno
    for node in ast.walk(_module_tree(inspect.getfile(function))):
        if isinstance(node, ast.FunctionDef) and node.lineno == line:
            return node
    raise LookupError(f"no source for {function.__qualname__}")


def functions_of(module: ModuleType) -> Iterator[FunctionType]:
    """Yield the formulas of the variables of a module."""
    for member in vars(module).values():
        if isinstance(member, type) and member.__module__ == module.__name__:
            yield from (value for value in vars(member).values() if isinstance(value, FunctionType))
