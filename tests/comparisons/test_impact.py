"""Comparisons over a population: identities that must hold, and what a reader must be told."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from openfisca_lyon.comparisons import Baseline, Here, Impact, compare
from openfisca_lyon.comparisons.costing import costing
from openfisca_lyon.comparisons.outcomes import asked_names, homes_of
from openfisca_lyon.comparisons.take_up import known, take_up
from openfisca_lyon.comparisons.writing import content, rounded, write
from openfisca_lyon.engine import calculate
from openfisca_lyon.populations import Population
from openfisca_lyon.situations import read
from openfisca_lyon.system import load, reform_named
from openfisca_lyon.variables.communs.statut import Statut

MONTH = "2026-11"
Values = dict[str, NDArray[Any]]
ELIGIBLE, CLOSED = list(Statut).index(Statut.eligible), list(Statut).index(Statut.non_eligible)


class Invented:
    """Answers with invented values, so that what is done with them is tested in no time."""

    def __init__(self) -> None:
        self.given: list[Mapping[tuple[str, str], NDArray[Any]]] = []

    def __call__(
        self, population: Population, names: Sequence[str], month: str, given: Mapping[tuple[str, str], Any]
    ) -> "Answers":
        self.given.append(given)
        return Answers(population, names, given)


class Answers:
    """Invented answers: the RSJ is 400 euros today, 500 under any reform."""

    def __init__(
        self, population: Population, names: Sequence[str], given: Mapping[tuple[str, str], Any]
    ) -> None:
        self.population, self.names, self.now = population, names, given

    def values(self) -> Values:
        return self._invent(400.0)

    def under(self, _reform: object) -> Values:
        return self._invent(500.0)

    def _invent(self, rsj: float) -> Values:
        homes = homes_of(self.population)
        generator = np.random.default_rng(7)
        values: Values = {}
        for name in self.names:
            variable = load().variables[name]
            count = len(homes[variable.entity.key])
            if hasattr(variable, "possible_values") and variable.possible_values is not None:
                values[name] = np.where(generator.random(count) < 0.2, ELIGIBLE, CLOSED)
            elif variable.value_type is bool:
                values[name] = generator.random(count) < 0.3
            else:
                values[name] = np.where(generator.random(count) < 0.4, generator.integers(1, 900, count), 0.0)
        values["unites_consommation"] = 1.0 + generator.random(len(self.population))
        values["impot_revenu_restant_a_payer"] = -np.abs(values["impot_revenu_restant_a_payer"])
        values["salaire_net"] = generator.integers(0, 3_000, len(homes["individu"])).astype(float)
        received = self.now.get(("rsj_percu", MONTH))
        values["rsj"] = np.where(values["rsj_statut"] == ELIGIBLE, rsj, 0.0)
        # A right that follows the RSJ: who does not receive it has not this one either.
        follows = values["rsj_statut"] == ELIGIBLE if received is None else received
        values["tcl_solidaire_gratuit_statut"] = np.where(follows, ELIGIBLE, CLOSED)
        return values


@pytest.fixture(scope="module")
def impact(population: Population) -> Impact:
    return compare(
        Baseline(population, Invented(), replicates=30), {"plus": reform_named("rsj_500_euros")}, MONTH
    )


def chosen(table: pd.DataFrame, recours: str) -> pd.DataFrame:
    return table[table["recours"] == recours]


def test_the_change_of_each_right_and_payer_is_after_less_before(impact: Impact) -> None:
    for table in (impact.budget, impact.financeurs, impact.beneficiaires):
        assert (table["apres"] - table["avant"]).to_numpy() == pytest.approx(table["ecart"].to_numpy())


def test_payers_pay_what_rights_cost(impact: Impact) -> None:
    for recours in ("plein", "documente"):
        rights, payers = chosen(impact.budget, recours), chosen(impact.financeurs, recours)
        assert rights["apres"].sum() == pytest.approx(payers["apres"].sum())


def test_the_total_is_what_the_rights_that_change_cost(impact: Impact) -> None:
    for recours in ("plein", "documente"):
        total = chosen(impact.totaux, recours).iloc[0]
        rights = chosen(impact.budget, recours)
        changed = rights[rights["ecart"].abs() > 0.5]
        assert total["droits"].split(", ") == changed["droit"].tolist()
        for name in ("avant", "apres", "ecart"):
            assert total[name] == pytest.approx(changed[name].sum())
        assert total["ecart_erreur"] <= changed["ecart_erreur"].sum() * 1.001
        assert total["calcul"] == "population"


class Debts(Answers):
    """Today nobody is under the ceiling of the FSL but a third; under a reform, everyone."""

    def under(self, _reform: object) -> Values:
        values = self.values()
        return values | {"fsl_condition_ressources": np.ones_like(values["fsl_condition_ressources"])}


def test_a_right_that_the_population_does_not_pay_out_is_costed_from_its_published_spending(
    population: Population,
) -> None:
    baseline = Baseline(
        population, lambda people, names, month, given: Debts(people, names, given), replicates=20
    )
    found = compare(baseline, {"fsl": reform_named("fsl_sans_plafond")}, MONTH, assumptions=["plein"])
    published = costing()["fsl_maintien"].row.publie
    assert published is not None
    people = found.beneficiaires.set_index("droit").loc["fsl_maintien"]
    total = found.totaux.iloc[0]
    assert (total["calcul"], total["borne"], total["droits"]) == ("publie", "haut", "fsl_maintien")
    assert total["avant"] == published.montant
    assert total["ecart"] == pytest.approx(published.montant * (people["apres"] / people["avant"] - 1))
    assert total["ecart_erreur"] > 0
    payer = found.financeurs.set_index("financeur").loc["Métropole de Lyon"]
    assert payer["ecart"] == pytest.approx(total["ecart"])
    # Nobody knows who has a debt: nobody is said to gain nothing.
    assert found.menages.iloc[0]["non_suivis"] == "fsl_maintien"
    assert np.isnan(found.menages.iloc[0]["gagnants"])
    assert found.groupes["part_gagnants"].isna().all()
    assert content(found)["menages"][0]["gagnants"] is None
    assert found.non_chiffres.empty


class Slight(Answers):
    """A great reform of the RSJ that also lets a single family under the ceiling of the FSL."""

    def under(self, _reform: object) -> Values:
        values = super().under(_reform)
        under = values["fsl_condition_ressources"].copy()
        under[np.flatnonzero(~under)[0]] = True
        return values | {"fsl_condition_ressources": under, "rsj": 20 * values["rsj"]}


def test_what_hardly_changes_does_not_hide_in_the_total_what_changes(population: Population) -> None:
    baseline = Baseline(
        population, lambda people, names, month, given: Slight(people, names, given), replicates=5
    )
    found = compare(baseline, {"plus": reform_named("rsj_500_euros")}, MONTH, assumptions=["plein"])
    rights = found.budget.set_index("droit")["ecart"]
    total = found.totaux.iloc[0]
    assert 0 <= rights["fsl_maintien"] < 0.01 * rights["rsj"]
    assert (total["droits"], total["calcul"]) == ("rsj", "population")
    assert total["avant"] == pytest.approx(found.budget.set_index("droit").loc["rsj", "avant"])


def test_before_plus_entries_less_exits_is_after(impact: Impact) -> None:
    found = impact.beneficiaires
    moved = found["avant"] + found["entrees"] - found["sorties"]
    assert moved.to_numpy() == pytest.approx(found["apres"].to_numpy())


def test_groups_of_each_dimension_hold_all_households_or_all_persons(
    impact: Impact, population: Population
) -> None:
    wholes = {"ménages": population.poids.sum(), "personnes": population.poids_individus.sum()}
    for recours in ("plein", "documente"):
        for (_, unit), rows in chosen(impact.groupes, recours).groupby(["dimension", "unite"]):
            assert rows["effectif"].sum() == pytest.approx(wholes[unit])
            if unit == "ménages":
                winners = chosen(impact.menages, recours)["gagnants"].iloc[0]
                assert rows["gagnants"].sum() == pytest.approx(winners)


def test_what_households_gain_is_what_is_spent_when_nobody_else_pays(impact: Impact) -> None:
    row = chosen(impact.menages, "plein").iloc[0]
    spent = chosen(impact.budget, "plein")["ecart"].sum()
    assert row["changement_moyen"] * row["menages"] == pytest.approx(spent, rel=1e-6)


def test_poverty_is_also_told_without_the_households_of_students(
    impact: Impact, population: Population
) -> None:
    """The only field for which a rate is published, here and for France."""
    found = chosen(impact.pauvrete, "plein").set_index("mesure")
    heads = population.individus.drop_duplicates("menage")
    assert population.fiscal.tolist() == (heads["activite"].astype(str) != "etudiant").tolist()
    sizes = population.poids * population.individus.groupby("menage").size().to_numpy()
    left = sizes[~population.fiscal].sum()
    poor, everyone = found.loc["personnes", "avant"], sizes.sum()
    assert 0 < left < everyone
    least, most = (poor - left) / (everyone - left), poor / (everyone - left)
    assert least <= found.loc["taux_insee", "avant"] <= most
    assert found.loc["taux_insee", "avant"] != found.loc["taux", "avant"]


def test_a_hundred_euros_more_a_month_are_a_gain_of_twelve_hundred(impact: Impact) -> None:
    rsj = impact.beneficiaires[impact.beneficiaires["droit"] == "rsj"]
    gained = rsj["montant_moyen_apres"] - rsj["montant_moyen_avant"]
    assert gained.to_numpy() == pytest.approx(1_200)
    assert (rsj["effet"] == "direct").all()


def test_the_rsj_costs_what_is_published_when_take_up_is_deduced_from_it(
    impact: Impact, population: Population
) -> None:
    full = chosen(impact.budget, "plein").set_index("droit").loc["rsj"]
    known_share = chosen(impact.budget, "documente").set_index("droit").loc["rsj"]
    published = costing()["rsj"].row.publie
    assert published is not None
    assert known_share["avant"] == pytest.approx(min(published.montant, full["avant"]))


def test_a_published_spending_gives_no_more_digits_than_it_has(impact: Impact) -> None:
    published = costing()["rsj"].row.publie
    assert published is not None
    assert published.precision == 50_000
    row = chosen(impact.publies, "plein").set_index("droit").loc["rsj"]
    assert row["ecart"] == pytest.approx(0.25 * published.montant)  # 400 to 500 euros
    assert row["ecart_erreur"] >= 0.25 * published.precision


def test_a_share_of_each_household_takes_up_and_what_follows_the_right_follows(
    population: Population,
) -> None:
    baseline = Baseline(population, Invented(), replicates=5)
    half = baseline.before(MONTH, take_up("rsj=0.25"))
    full = baseline.before(MONTH, take_up("plein"))
    assert half.shares == (0.25, 0.75)
    weights = baseline.survey(half).weights
    assert half.amounts_by_home("rsj") @ weights == pytest.approx(
        0.25 * (full.amounts_by_home("rsj") @ population.poids)
    )
    held = half.rights["tcl_solidaire_gratuit"]
    assert half.by_home(held.entity, held.holders) @ weights < 0.3 * (
        full.by_home(held.entity, full.rights["tcl_solidaire_gratuit"].holders) @ population.poids
    )


def test_take_up_of_the_rsa_is_given_to_the_rights_that_read_it(population: Population) -> None:
    compute = Invented()
    Baseline(population, compute, replicates=5).before(MONTH, take_up("rsa=0.5"))
    received = compute.given[-1]["rsa_percu", MONTH]
    claims = population.menages["alea_recours"].to_numpy() < 0.5
    assert received.any()
    assert not received[~claims[homes_of(population)["famille"]]].any()


@pytest.mark.parametrize("text", ["beaucoup", "rsa=2", "inconnu=0.5", "rsa"])
def test_an_assumption_that_is_not_one_is_refused_in_french(text: str) -> None:
    with pytest.raises(ValueError, match="Le recours s'écrit"):
        take_up(text)


def test_each_published_rate_has_its_source_and_names_a_right() -> None:
    for right, one in known().items():
        assert right in costing()
        assert one.href.startswith("https://")
        assert all(0 <= rate <= 1 for rate in one.rates.values())
        assert set(one.received) <= load().variables.keys()


def test_each_right_of_the_catalogue_is_costed_or_has_its_reason() -> None:
    for one in costing().values():
        assert one.row.pourquoi
        assert one.row.methode != "population" or set(one.amounts) <= load().variables.keys()


def test_figures_are_written_with_the_digits_of_their_bars(impact: Impact, tmp_path: Path) -> None:
    for name, table in impact.tables().items():
        bars = [column for column in table.columns if column.endswith("_erreur")]
        shown = rounded(table)
        for bar in bars:
            first = (
                shown[bar.removesuffix("_erreur")].to_numpy(),
                table[bar.removesuffix("_erreur")].to_numpy(),
            )
            gap = np.abs(first[0] - first[1])
            assert (gap <= table[bar].to_numpy() * 0.51 + 1e-6)[np.isfinite(gap)].all(), (name, bar)
    written = write(impact, tmp_path / "sortie")
    said = json.loads(written[0].read_text(encoding="utf-8"))
    assert said["provenance"]["fingerprint"] == impact.provenance.fingerprint
    assert len(said["budget"]) == len(impact.budget)
    again = pd.read_parquet(tmp_path / "sortie" / "budget.parquet")
    assert again["ecart"].to_numpy() == pytest.approx(impact.budget["ecart"].to_numpy())
    assert "NaN" not in json.dumps(content(impact))


def test_a_real_reform_costs_what_its_figures_say(population: Population) -> None:
    """The whole way, with the engine, on a part of the population."""
    part = population.select(slice(0, 60))
    found = compare(
        part,
        reform_named("rsj_500_euros"),
        MONTH,
        assumptions=["plein"],
        compute=Here(workers=1),
        replicates=10,
    )
    rsj = found.beneficiaires.set_index("droit").loc["rsj"]
    assert rsj["avant"] > 0
    assert rsj["avant"] == rsj["apres"]
    ratio = rsj["montant_moyen_apres"] / rsj["montant_moyen_avant"]
    assert ratio == pytest.approx(500 / 420)  # and 375 / 315: the same
    changed = found.beneficiaires.set_index("droit")["effet"]
    assert changed[changed != "aucun"].index.tolist() == ["rsj"]
    assert set(asked_names()) >= {"rsa", "rsj", "tcl_solidaire_gratuit_statut"}


def test_the_housing_aid_of_who_has_the_rsa_is_that_of_reports() -> None:
    """Asked after the RSA, it would forget that whoever received the RSA a month before has the full aid."""
    content = {
        "personnes": [{"age": 35, "titre_sejour": "francais", "activite": "actif", "revenus": {"salaire_net": 600}}],
        "logement": {
            "commune": "Villeurbanne", "statut_occupation_logement": "locataire_vide", "loyer": 700,
        },
        "tout_est_dit": True,
    }  # fmt: skip
    households = read(content, "2026-11").households
    aid = {
        names: float(calculate(households, names, "2026-11")["aide_logement"][0])
        for names in (("aide_logement",), asked_names(), ("rsa", "aide_logement"))
    }
    assert aid[asked_names()] == aid["aide_logement",] > aid["rsa", "aide_logement"]
