"""The fast way gives what plain OpenFisca gives, bit for bit, or leaves it to plain OpenFisca."""

import os
import pickle
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from openfisca_core.model_api import Variable
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_france.entities import Individu

from openfisca_lyon.engine import Households, Partial, calculate, calculation, coverage, stack, store
from openfisca_lyon.engine.builder import Builder
from openfisca_lyon.engine.calculation import Way, fast_way
from openfisca_lyon.engine.fallback import reasons
from openfisca_lyon.engine.fast import Fast
from openfisca_lyon.engine.households import Groups
from openfisca_lyon.engine.verify import (
    MONTHLY,
    differences,
    local_inputs,
    local_variables,
    random_households,
)
from openfisca_lyon.rights.trials import in_part
from openfisca_lyon.situations import read
from openfisca_lyon.system import LocalReform, load
from openfisca_lyon.system.reforms import from_content

MONTH = "2026-01"
RIGHTS = ("rsa", "ppa", "aide_logement", "cmu_c", "aspa", "af", "rfr", "revenu_disponible")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """OpenFisca divides by zero on purpose."""
    reasons.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def drawn(count: int, *more: str, seed: int = 0, month: str = MONTH) -> Households:
    rng = np.random.default_rng(seed)
    return random_households(rng, count, month, load(), (*MONTHLY, *more), months=14)


def test_national_rights_are_equal_on_awkward_households() -> None:
    assert differences(drawn(120), RIGHTS, MONTH) == []
    assert reasons.read() == {}


def test_every_local_right_is_equal_and_on_the_fast_way() -> None:
    names = local_variables()
    households = drawn(40, *local_inputs(), seed=1)
    assert {name: reason for name, reason in coverage(households, names, MONTH).items() if reason} == {}
    assert differences(households, names, MONTH) == []


def test_another_period_is_equal() -> None:
    assert differences(drawn(40, seed=2, month="2021-02"), ("rsa", "aide_logement", "af"), "2021-02") == []


def test_variables_given_though_they_have_a_formula_are_equal() -> None:
    households = drawn(40, "aah", "rfr", "aide_logement", seed=3)
    assert differences(households, ("rsa", "aide_logement", "ppa"), MONTH) == []


def test_a_variable_given_of_some_members_only_is_equal_and_changes_only_theirs() -> None:
    households = drawn(40, seed=18)
    count = households.groups["famille"].count
    given = np.arange(count) % 3 == 0
    some = np.arange(households.persons) % 2 == 0
    parts = {
        ("rsa_percu", MONTH): Partial(np.ones(count, dtype=bool), given),
        ("boursier", MONTH): Partial(np.ones(households.persons, dtype=bool), some),
        ("titre_sejour", MONTH): Partial(np.full(households.persons, "francais"), some),
    }
    partly = replace(households, partial=parts)
    names = ("rsa_percu", "boursier", "titre_sejour", "rsj", "c2s_gratuite_percu", "bourse_college")
    assert differences(partly, names, MONTH) == []
    assert reasons.read() == {}
    before = calculate(households, names, MONTH, engine="fast")
    after = calculate(partly, names, MONTH, engine="fast")
    assert after["rsa_percu"][given].all()
    for name in ("boursier", "titre_sejour"):
        assert (after[name][some] == (0 if name == "titre_sejour" else 1)).all()
        assert np.array_equal(before[name][~some], after[name][~some])


def test_whatever_people_answer_the_plan_is_the_same() -> None:
    plans = set()
    for content in (
        {"personnes": [{"age": 30}]},
        {"personnes": [{"age": 66, "revenus": {"salaire_net": 900}, "aah_percu": True, "apa_percu": False}]},
        {"personnes": [{"age": 20, "activite": "etudiant"}], "famille": {"rsa_percu": True}},
    ):
        households = in_part(read(content, MONTH).households, load())
        fast = fast_way()
        plans.add(fast.signature(fast.take(households).intake.given, households.partial))
    (plan_of_all,) = plans
    assert plan_of_all[0] == ()


def test_a_formula_that_cannot_be_recorded_sends_only_its_own_variable_to_plain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class goes_value_by_value(Variable):
        value_type, entity, definition_period = float, Individu, DateUnit.MONTH

        def formula(individu, period):  # noqa: N805
            return np.array([value * 2 for value in individu("salaire_de_base", period)])

    class local(LocalReform):
        name = "Une formule qui va de personne en personne"

        def apply(self) -> None:
            self.add_variable(goes_value_by_value)

    system = local(load())
    households = drawn(10, seed=19)
    names = ("af", "goes_value_by_value", "rsa")
    assert differences(households, names, MONTH, system) == []
    assert list(reasons.read()) == ["goes_value_by_value: goes through an array value by value"]


def test_age_given_instead_of_the_date_of_birth_is_equal() -> None:
    households = drawn(20, seed=4)
    columns = dict(households.columns)
    born = columns.pop(("date_naissance", "ETERNITY"))
    columns["age", MONTH] = ((np.datetime64(MONTH) - born).astype(int) // 365).astype(np.int32)
    given = Households(households.persons, households.groups, columns, households.household)
    assert differences(given, ("rsa", "af"), MONTH) == []


def test_a_batch_gives_each_household_what_it_gets_alone() -> None:
    households = drawn(40, seed=5)
    together = calculate(households, RIGHTS, MONTH, engine="fast")
    for number in (0, 7, 39):
        kept = np.arange(40) == number
        alone, members = households.selected(kept, lambda name: load().variables[name].entity.key)
        found = calculate(alone, RIGHTS, MONTH, engine="fast")
        for name, values in found.items():
            assert np.array_equal(
                values,
                together[name][members[load().variables[name].entity.key]],
                equal_nan=values.dtype.kind == "f",
            )


def test_the_order_of_people_does_not_matter() -> None:
    households = drawn(30, seed=6)
    order = np.random.default_rng(0).permutation(households.persons)
    moved = Households(
        households.persons,
        {name: Groups(g.count, g.of_person[order], g.role[order]) for name, g in households.groups.items()},
        {
            (name, at): values[order] if load().variables[name].entity.key == "individu" else values
            for (name, at), values in households.columns.items()
        },
        households.household[order],
    )
    assert differences(moved, ("rsa", "aide_logement"), MONTH) == []


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    households = drawn(50, seed=7)
    whole = calculate(households, RIGHTS, MONTH, engine="fast")
    monkeypatch.setattr("openfisca_lyon.engine.runtime.BLOCK", 7)
    cut = calculate(households, RIGHTS, MONTH, engine="fast")
    for name in RIGHTS:
        assert np.array_equal(whole[name], cut[name], equal_nan=whole[name].dtype.kind == "f")


def test_progress_is_told_and_can_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openfisca_lyon.engine.runtime.BLOCK", 7)
    told: list[tuple[int, int]] = []

    def progress(done: int, count: int) -> bool:
        told.append((done, count))
        return done < 14

    with pytest.raises(InterruptedError):
        calculate(drawn(20, seed=8), ("rsa",), MONTH, engine="fast", progress=progress)
    assert told == [(7, 20), (14, 20)]


def test_a_household_with_a_number_that_is_not_finite_is_left_to_plain() -> None:
    households = drawn(10, seed=9)
    columns = {key: values.copy() for key, values in households.columns.items()}
    columns["salaire_de_base", MONTH][0] = np.nan
    assert differences(households.with_columns(columns), ("rsa", "af"), MONTH) == []
    assert reasons.read() == {"salaire_de_base: not finite, or beyond measure": 1}


def test_a_household_without_first_role_is_left_to_plain() -> None:
    households = drawn(10, seed=10)
    group = households.groups["famille"]
    roles = group.role.copy()
    roles[0] = 2
    groups = {**households.groups, "famille": Groups(group.count, group.of_person, roles)}
    odd = Households(households.persons, groups, households.columns, households.household)
    assert differences(odd, ("af",), MONTH) == []
    assert sum(reasons.read().values()) == 1


def test_errors_are_those_of_plain() -> None:
    households = drawn(3)
    for names, given in ((("no_such_right",), {}), (("af",), {("no_such_input", MONTH): np.zeros(3)})):
        found = []
        for engine in ("fast", "plain"):
            with pytest.raises(Exception, match="no_such") as error:
                calculate(households.with_columns(given), names, MONTH, engine=engine)
            found.append((type(error.value), str(error.value)))
        assert found[0] == found[1]


def test_a_yearly_value_is_spread_as_openfisca_does() -> None:
    households = drawn(10, seed=11)
    columns = {key: values for key, values in households.columns.items() if key[0] != "salaire_de_base"}
    for year in ("2024", "2025", "2026"):
        columns["salaire_de_base", year] = np.round(np.linspace(0, 40000, households.persons), 2)
    given = Households(households.persons, households.groups, columns, households.household)
    assert differences(given, ("rsa", "rfr"), MONTH) == []
    assert reasons.read() == {}


def test_a_changed_operation_is_seen() -> None:
    """The comparison has teeth: one traced operation changed, and the two ways differ."""
    households = drawn(30, seed=12)
    asked = ("af", "asf")  # what no other test asks
    calculate(households, asked, MONTH, engine="fast")
    fast = fast_way()
    _, good = fast.program(households, asked, MONTH)
    (key,) = [key for key, program in fast._programs.items() if program is good]
    product = good.sources.index("np.multiply({}, {})")
    places = [rank for rank, call in enumerate(good.calls) if call[0] == product]
    caught = 0
    for rank in places[-8:]:
        calls = list(good.calls)
        calls[rank] = (len(good.sources), *calls[rank][1:])
        changed = replace(good, sources=(*good.sources, "np.add({}, {})"), calls=tuple(calls))
        fast._programs[key] = changed
        caught += bool(differences(households, asked, MONTH))
    fast._programs[key] = good
    assert caught > 0
    assert differences(households, asked, MONTH) == []


class larger_base(LocalReform):
    name = "Base mensuelle des allocations familiales doublée"

    def apply(self) -> None:
        node = self.own_branch("prestations_sociales").prestations_familiales.bmaf.bmaf
        node.update(start="2020-01-01", value=1000.0)


class no_benefit(Variable):
    def formula(famille, period):  # noqa: N805
        return famille.nb_persons() * 10


class flat_af(LocalReform):
    name = "Dix euros par personne"

    def apply(self) -> None:
        no_benefit.__name__ = "af"
        self.update_variable(no_benefit)


@pytest.mark.parametrize("reform", [larger_base, flat_af])
def test_a_reform_is_seen_and_takes_over_what_it_leaves_alone(
    reform: type[LocalReform], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fast_way()
    monkeypatch.setenv("OPENFISCA_LYON_CACHE", str(tmp_path))  # no plan of an earlier run of this test
    households = drawn(20, seed=13)
    system = reform(load())
    before = calculate(households, RIGHTS, MONTH, engine="fast")["af"]
    after = calculate(households, RIGHTS, MONTH, system, engine="fast")["af"]
    assert not np.array_equal(before, after)
    assert differences(households, RIGHTS, MONTH, system) == []
    baseline, own = fast_way().builder.templates, fast_way(system).builder.templates
    shared = {id(each) for versions in baseline.kept().values() for each in versions}
    taken = [id(each) in shared for versions in own.kept().values() for each in versions]
    assert sum(taken) > len(taken) * 0.8


def test_plans_of_a_reform_are_kept_and_never_serve_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def base(amount: float) -> TaxBenefitSystem:
        path = "prestations_sociales.prestations_familiales.bmaf.bmaf"
        return from_content({"nom": "Une base", "parametres": {path: {"2020-01-01": amount}}})

    def found(amount: float) -> list[float]:
        calculation._fast.clear()  # as in another process
        return calculate(households, ("af",), MONTH, base(amount), engine="fast")["af"].tolist()

    fast_way()  # what is kept of the rules in force stays where it is
    monkeypatch.setattr(store, "folder", lambda: tmp_path)
    households = drawn(20, seed=20)
    first, second = found(1000.0), found(2000.0)
    assert first != second
    monkeypatch.setattr(Builder, "link", lambda *_, **__: pytest.fail("the plan was kept"))
    assert (found(1000.0), found(2000.0)) == (first, second)


def test_rules_changed_in_memory_do_not_meet_what_is_kept_on_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENFISCA_LYON_CACHE", str(tmp_path))
    kept = store.Store()
    kept.write("identity", "that of other rules")
    kept.write("templates", "not to be read")
    fast = Fast(lambda: Builder(load()), kept)
    assert fast.builder.templates.count == 0


def test_a_changed_file_leads_to_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (store.TRACER, *store.RULES):
        (tmp_path / name).mkdir(parents=True)
    for name in store.RECORDING:
        (tmp_path / "engine" / f"{name}.py").write_text("")
    figure = tmp_path / "parameters" / "figure.yaml"
    figure.write_text("values: {2026-01-01: 1}")
    monkeypatch.setattr(store, "_package", lambda name: tmp_path)
    before = store.fingerprint()
    assert store.fingerprint() == before
    figure.write_text("values: {2026-01-01: 20}")
    changed = store.fingerprint()
    assert changed != before
    (tmp_path / store.TRACER / "stand_in.py").write_text("0")
    assert store.fingerprint() != changed


def test_a_kept_plan_answers_without_openfisca(tmp_path: Path) -> None:
    households = drawn(3, seed=16)
    (tmp_path / "households").write_bytes(pickle.dumps(households))
    program = (
        "import pickle, sys; from pathlib import Path; from openfisca_lyon.engine import calculate; "
        "households = pickle.loads(Path(sys.argv[1]).read_bytes()); "
        "print(calculate(households, ('af', 'rsa'), '2026-01', engine='fast')['rsa'].tolist()); "
        "print('openfisca_france' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "households")]
    environment = {**os.environ, "OPENFISCA_LYON_CACHE": str(store.folder())}
    expected = calculate(households, ("af", "rsa"), MONTH, engine="fast")["rsa"].tolist()
    fast_way().save()
    lines = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.split(
        "\n"
    )
    assert lines[:2] == [str(expected), "False"]


@pytest.mark.parametrize("engine", ["plain", "fast"])
def test_zeros_have_no_sign(engine: Way) -> None:
    found = calculate(drawn(20, seed=17), (*RIGHTS, "impot_revenu_restant_a_payer"), MONTH, engine=engine)
    for values in found.values():
        if values.dtype.kind == "f":
            assert not np.signbit(values[values == 0]).any()


def test_stacked_households_are_equal() -> None:
    one, other = drawn(3, seed=14), drawn(4, seed=15)
    assert differences(stack([one, other]), ("rsa", "ppa"), MONTH) == []
