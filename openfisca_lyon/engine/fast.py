"""The fast way: finds the plan of what is asked, or has it made, and runs it.

A plan is good for one list of variables, one period and one signature. The signature is which variables
that have a formula are given, and when, since a given value cuts the formula off; which of the others are
given at all; and which variables are given of some members only. The last two are read from columns at
every period at which the law reads them, the default (or nobody) standing where they are not given:
OpenFisca computes the same of both. So the signature of a question is widened to all that people are asked,
and those who answer more, or other things, find the same plan.

OpenFisca is loaded only to make a plan, or to run a formula on a text it was never run on.
"""

import csv
import gc
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.engine import runtime
from openfisca_lyon.engine.facts import Declined, Fact, Key
from openfisca_lyon.engine.graph import Untraceable
from openfisca_lyon.engine.households import Households
from openfisca_lyon.engine.intake import Intake, Pattern, Taken
from openfisca_lyon.engine.plan import Plan
from openfisca_lyon.engine.program import Narrowing, Program
from openfisca_lyon.engine.store import PLANS_FOLDER, Store, name_of

if TYPE_CHECKING:
    from openfisca_lyon.engine.builder import Builder

Array = NDArray[Any]
Signature = tuple[tuple[Key, ...], tuple[str, ...], tuple[str, ...]]
SIGNATURES = 200  # remembered, so as not to be worked out again
FEW = 40  # formulas that may be traced while somebody waits for one household
CALLS = 400_000  # of programs that stay in memory, all together
SAVED_BY = 200  # templates traced before they are kept again


class NotReady(Exception):  # noqa: N818
    """The plan is still to be made, and that would take longer than plain OpenFisca."""


class Fast:
    """The fast way through one system of rules.

    Args:
        build: loads OpenFisca and returns what makes plans.
        store: where plans are kept beyond this process, if they are.

    Attributes:
        wanting: told the month of a plan that nobody was patient enough to make.
    """

    def __init__(self, build: "Callable[[], Builder]", store: Store | None = None) -> None:
        self._build = build
        self._store = store
        self._builder: Builder | None = None
        self._facts: dict[str, Fact] | None = None
        self._members: dict[str, int] = {}
        self._plans: dict[Any, list[Plan | str]] = {}
        self._programs: dict[Any, Program] = {}
        self._narrowings: WeakKeyDictionary[Plan, Narrowing] = WeakKeyDictionary()
        self._texts: dict[Any, dict[tuple[bytes, ...], Any]] | None = None
        self.lock = threading.RLock()
        self._saved = 0
        self._intakes: dict[Any, Intake] = {}
        self._signatures: dict[Any, Signature] = {}
        self._wide: tuple[frozenset[str], frozenset[str]] | None = None
        self._not_ready: set[tuple[tuple[str, ...], str]] = set()
        self.wanting: Callable[[str], None] = lambda period: None

    @property
    def builder(self) -> "Builder":
        """What makes plans; OpenFisca is loaded at the first call."""
        with self.lock:
            if self._builder is None:
                self._builder = self._build()
                if self._store is not None and not self._store.of_reform:
                    identity = self._builder.identity()
                    kept = self._store.read("identity")
                    if kept is None:
                        self._store.write("identity", identity)
                    elif kept != identity:
                        # The rules were changed in memory: nothing kept is about them.
                        self._store, self._facts, self._plans, self._texts = None, None, {}, None
                        return self._builder
                    self._builder.templates.take(self._store.read("templates"))
                self._saved = self._builder.templates.count
                gc.freeze()  # what was loaded stays: the collector need not go through it at each of its rounds
            return self._builder

    @property
    def facts(self) -> dict[str, Fact]:
        """What is known of variables."""
        with self.lock:
            if self._facts is None:
                kept = self._store.read(f"{PLANS_FOLDER}facts") if self._store else None
                if kept is None:
                    kept = self.builder.facts()
                    if self._store:
                        self._store.write(f"{PLANS_FOLDER}facts", kept)
                self._facts = kept
                self._members = {name: len(fact.names) for name, fact in kept.items() if fact.names}
            return self._facts

    def run(
        self,
        households: Households,
        variables: Sequence[str],
        period: str,
        progress: Callable[[int, int], bool | None] | None = None,
        *,
        patient: bool = True,
    ) -> runtime.Answer:
        """Compute variables for households.

        Args:
            households: who they are and what is given.
            variables: what to compute.
            period: for which month.
            progress: see :func:`~openfisca_lyon.engine.calculate`.
            patient: whether to make the plan however long it takes.

        Raises:
            Declined: all of it is for plain OpenFisca.
            NotReady: the plan would have to be made, and nobody is patient.
        """
        columns, program = self.program(households, tuple(variables), period, patient=patient)
        try:
            answer = runtime.run(program, households, columns, self._opaque, self._members, progress)
        except (runtime.Unsuitable, Untraceable) as reason:
            raise Declined(str(reason)) from reason
        for name in answer.values:
            if self.facts[name].loose:
                answer.values[name] = answer.values[name].astype(object)
        return answer

    def execute(
        self,
        plan: Plan,
        households: Households,
        columns: Mapping[Key, Array],
        pattern: Pattern,
    ) -> runtime.Answer:
        """Run a plan on columns that :meth:`take` took.

        Raises:
            runtime.Unsuitable: these households cannot be cut in blocks.
            Untraceable: a formula that is run as it is gives what plans cannot hold.
        """
        with self.lock:
            program = self._narrowed(plan, pattern)
        return runtime.run(program, households, columns, self._opaque, self._members)

    def take(self, households: Households) -> Taken:
        """Return what is given as the law holds it.

        Raises:
            Declined: it is for plain OpenFisca.
        """
        given = (tuple(households.columns), tuple(households.partial))
        intake = self._intakes.get(given)
        if intake is None:
            intake = Intake(self.facts, *given)
            if len(self._intakes) >= SIGNATURES:
                self._intakes.clear()
            self._intakes[given] = intake
        return intake.take(households)

    def _narrowed(self, plan: Plan, pattern: Pattern) -> Program:
        narrowing = self._narrowings.get(plan)
        if narrowing is None:
            narrowing = self._narrowings[plan] = Narrowing(plan, self._opaque)
        return narrowing.program(pattern)

    def program(
        self,
        households: Households,
        variables: tuple[str, ...],
        period: str,
        *,
        patient: bool = True,
        keep: bool = False,
    ) -> tuple[dict[Key, Array], Program]:
        """Return what is given as the law holds it, and the program that computes variables of it.

        Args:
            households: who they are and what is given.
            variables: what to compute.
            period: for which month.
            patient: whether to make the plan however long it takes.
            keep: whether to keep the program on disk, beside the plan.
        """
        taken = self.take(households)
        given = taken.intake.given
        key = (variables, period, taken.intake, taken.code)
        with self.lock:
            program = self._programs.get(key)
            if program is None or keep:
                pattern = taken.pattern
                name = name_of((variables, period, pattern))
                if program is None and self._store:
                    program = self._store.read(name)
                if program is None:
                    with uncollected():
                        signature = self.signature(given, households.partial)
                        plan = self.plan(variables, period, given, signature, patient=patient)
                        try:
                            program = self._narrowed(plan, pattern)
                        except Untraceable as reason:
                            raise Declined(str(reason)) from reason
                if keep and self._store:
                    self._store.write(name, program)
            self._programs[key] = program
            while (
                sum(len(each.calls) for each in self._programs.values()) > CALLS and len(self._programs) > 1
            ):
                del self._programs[next(iter(self._programs))]
        return taken.columns, program

    def signature(self, given: Sequence[Key], partial: Iterable[Key] = ()) -> Signature:
        """Return what, of what is given, a plan depends on: widened to all that people are asked.

        Args:
            given: what is given, by variable and period.
            partial: what is given of some members only.
        """
        asked = (tuple(given), tuple(partial))
        known = self._signatures.get(asked)
        if known is None:
            facts = self.facts
            exact = {(name, period) for name, period in given if facts[name].has_formula(period)}
            without, formula = self._asked_of_people()
            read = without.union(name for name, period in given if (name, period) not in exact)
            parts = formula.union(name for name, _ in partial)
            if len(self._signatures) >= SIGNATURES:
                self._signatures.clear()
            known = (tuple(sorted(exact)), tuple(sorted(read)), tuple(sorted(parts)))
            self._signatures[asked] = known
        return known

    def _asked_of_people(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the variables that people are asked, and those of our own rules: without formula, and with one."""
        if self._wide is None:
            facts = self.facts.items()
            self._wide = (
                frozenset(name for name, fact in facts if (fact.ours or fact.asked) and not fact.starts),
                frozenset(name for name, fact in facts if fact.asked and fact.starts and fact.usable),
            )
        return self._wide

    def plan(
        self,
        variables: tuple[str, ...],
        period: str,
        given: Sequence[Key],
        signature: Signature,
        *,
        patient: bool = True,
    ) -> Plan:
        """Return a plan: in memory, on disk, or made now.

        Raises:
            Declined: all can be computed only by plain OpenFisca.
            NotReady: it would have to be made, and nobody is patient.
        """
        key = (variables, period, signature)
        with self.lock:
            versions = self._plans.get(key)
            if not versions:
                versions = (self._store.read(name_of(key)) if self._store else None) or []
                self._plans[key] = versions
            for known in versions:
                if isinstance(known, str):
                    raise Declined(known)
                if supposes(known, given):
                    return known
            if not patient and (variables, period) in self._not_ready:
                raise NotReady("the plan is not made yet")
            made = self._make(variables, period, given, signature, patient)
            versions.append(made)
            if self._store:
                self._store.write(name_of(key), versions)
                self._keep()
            if isinstance(made, str):
                raise Declined(made)
            return made

    def _make(
        self,
        variables: tuple[str, ...],
        period: str,
        given: Sequence[Key],
        signature: Signature,
        patient: bool,
    ) -> Plan | str:
        from openfisca_lyon.engine.templates import NotTraced

        for name in variables:
            if name not in self.facts:
                raise Declined("a variable that does not exist is asked")
        padded, partial = frozenset(signature[1]), frozenset(signature[2])
        traces = None if patient else FEW
        try:
            made = self._link(variables, period, given, padded, partial, traces)
        except NotTraced as reason:
            self._not_ready.add((variables, period))
            self.wanting(period)
            raise NotReady("the plan is not made yet") from reason
        if isinstance(made, str):
            return made
        self._not_ready.clear()
        for source in made.opaques:
            key, dtype, holes = eval(source.replace("opaque", "", 1).replace("{}", "0", 1), {})
            if holes == 0:
                self._opaque(key, dtype, communes())
        return made

    def _link(
        self,
        variables: tuple[str, ...],
        period: str,
        given: Sequence[Key],
        padded: frozenset[str],
        partial: frozenset[str],
        traces: int | None,
    ) -> Plan | str:
        """Link a plan of all that can be recorded; what only plain OpenFisca can compute is left out of it."""
        try:
            return self.builder.link(variables, period, given, padded, partial, traces)
        except Untraceable:
            found = self.builder.coverage(variables, period, given, padded, partial, traces)
        left = {name: reason for name, reason in found.items() if reason}
        rest = tuple(name for name in variables if name not in left)
        if not rest:
            return next(iter(left.values()))
        try:
            made = self.builder.link(rest, period, given, padded, partial, traces)
        except Untraceable as reason:
            return str(reason)
        return replace(made, left=left)

    def _keep(self) -> None:
        """Keep on disk what was learnt, once it is worth it."""
        assert self._store is not None
        templates = self.builder.templates
        if self._store.of_reform:
            pass  # most of its templates are those of the rules in force: its plans are enough
        elif templates.count - self._saved >= SAVED_BY or (templates.count and not self._saved):
            self._store.write("templates", templates.kept())
            self._saved = templates.count
        if self._texts is not None:
            self._store.write("texts", self._texts)

    def _opaque(self, key: Any, dtype: str, *columns: Array) -> Array:
        """Run a formula as it is on distinct texts, or remember what it answered."""
        with self.lock:
            if self._texts is None:
                self._texts = (self._store.read("texts") if self._store else None) or {}
            known = self._texts.setdefault(key, {})
            rows = list(zip(*(column.tolist() for column in columns), strict=True))
            new = [rank for rank, texts in enumerate(rows) if texts not in known]
            if new:
                found = self.builder.opaque(key, dtype, *(column[new] for column in columns))
                known.update(zip((rows[rank] for rank in new), found.tolist(), strict=True))
                if self._store:
                    self._store.write("texts", self._texts)
            return np.array([known[texts] for texts in rows], dtype=dtype)

    def save(self) -> None:
        """Keep on disk all that was learnt."""
        if self._store is not None and self._builder is not None:
            self._saved = -SAVED_BY
            self._keep()


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold Python's collector of cycles: graphs have none, and it would go through them again and again."""
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()


@cache
def communes() -> NDArray[np.bytes_]:
    """Return the codes on which formulas that read a commune are run in advance."""
    tables = files("openfisca_lyon.data.communes")
    codes = {b"00000"}
    for table in ("communes_metropole", "communes_metropole_alias", "communes_sytral"):
        with (tables / f"{table}.csv").open(encoding="utf-8") as file:
            codes.update(row["code_insee"].encode() for row in csv.DictReader(file))
    return np.array(sorted(codes))


def supposes(made: Plan, given: Sequence[Key]) -> bool:
    """Whether a plan supposes known just what is given."""
    return all(
        tuple(at for each, at in given if each == name) == periods for name, periods in made.probes.items()
    )
