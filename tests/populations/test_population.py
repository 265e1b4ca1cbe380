"""A population is the same after writing, cutting in blocks and unfolding; the extract is one."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from openfisca_lyon.engine import calculate
from openfisca_lyon.populations import Population, PopulationError, extract, read_parquet
from openfisca_lyon.populations.population import fingerprint


@pytest.fixture(scope="module")
def light() -> Population:
    return extract()


def test_the_extract_ships_and_stands_for_the_metropole(light: Population) -> None:
    assert len(light) > 1_900
    assert 600_000 < light.poids.sum() < 700_000
    assert light.metadata.fingerprint == fingerprint(light)


def test_a_population_written_is_read_as_it_was(light: Population, tmp_path: Path) -> None:
    light.write(tmp_path / "p.parquet")
    again = read_parquet(tmp_path / "p.parquet")
    assert again.metadata == light.metadata
    pd.testing.assert_frame_equal(again.menages, light.menages)
    pd.testing.assert_frame_equal(again.individus, light.individus)


def test_a_file_changed_by_hand_is_refused(light: Population, tmp_path: Path) -> None:
    forged = Population(light.menages.assign(poids=light.poids + 1), light.individus, light.metadata)
    forged.write(tmp_path / "p.parquet")
    with pytest.raises(PopulationError, match="empreinte"):
        read_parquet(tmp_path / "p.parquet")


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "other.parquet")
    (tmp_path / "text.parquet").write_text("bonjour")
    for name in ("other", "text", "absent"):
        with pytest.raises(PopulationError):
            read_parquet(tmp_path / f"{name}.parquet")


def test_blocks_hold_every_household_once(light: Population) -> None:
    parts = list(light.blocks(301))
    assert sum(len(part) for part in parts) == len(light)
    assert np.concatenate([part.poids for part in parts]).tolist() == light.poids.tolist()
    assert sum(len(light.block(rank, 7).individus) for rank in range(7)) == len(light.individus)
    for part in parts:
        for name in ("menage", "famille", "foyer_fiscal"):
            numbers = part.individus[name].to_numpy()
            assert numbers.min() == 0
            assert len(np.unique(numbers)) == numbers.max() + 1


def test_households_unfolded_weigh_one_each(light: Population) -> None:
    few = light.select(slice(0, 20))
    whole = few.complete()
    assert len(whole) == few.poids.sum()
    assert len(whole.individus) == few.poids_individus.sum()
    assert (whole.poids == 1).all()


def test_households_unfolded_are_folded_again(light: Population) -> None:
    few = light.select(slice(0, 200))
    folded = few.complete().folded()
    pd.testing.assert_frame_equal(folded.menages, few.menages)
    pd.testing.assert_frame_equal(folded.individus, few.individus)
    assert few.folded() is few
    other = few.complete()
    other.individus.loc[other.individus["menage"] == 1, "salaire_de_base"] += (
        1  # of the copies of one household
    )
    assert len(other.folded()) == len(few) + 2 - (few.poids[0] == 2)


def test_the_same_array_stands_for_all_months(light: Population) -> None:
    columns = light.select(slice(0, 5)).households("2026-10").columns
    arrays = {id(array) for (name, _), array in columns.items() if name == "salaire_de_base"}
    months = {period for name, period in columns if name == "salaire_de_base"}
    assert len(arrays) == 1
    assert {"2024-01", "2026-10"} <= months


def test_people_have_the_age_of_the_picture_at_any_month(light: Population) -> None:
    part = light.select(slice(0, 50))
    for month in ("2024-03", "2026-10"):
        ages = calculate(part.households(month), ["age_en_mois"], month)["age_en_mois"]
        assert ages.tolist() == part.individus["age_mois"].tolist()


def test_incomes_follow_prices_from_their_year_to_the_month(light: Population) -> None:
    part = light.select(slice(0, 50))
    then = part.households("2022-10").columns["salaire_de_base", "2022-10"]
    now = part.households("2026-10").columns["salaire_de_base", "2026-10"]
    earning = then > 100
    assert np.allclose((now / np.where(earning, then, 1))[earning], 4005 / 3428, rtol=1e-4)


def test_the_aid_goes_to_who_pays_the_rent(light: Population) -> None:
    """A grown child hosted by their parents has none; those who share a flat each have that of their part."""
    people, homes = light.individus, light.menages
    flat = homes["coloc"].to_numpy()
    first = people[~people["famille"].duplicated()]
    home, head = first["menage"].to_numpy(), (first["role_menage"] == 0).to_numpy()
    hosted = ~head & ~flat[home]
    kept = np.unique(np.concatenate([home[hosted][:60], np.flatnonzero(flat)[:60]]))
    part = light.select(kept)
    chosen = np.isin(home, kept)
    aid = calculate(part.households("2026-11"), ["aide_logement"], "2026-11")["aide_logement"]
    assert (aid[hosted[chosen]] == 0).all()
    assert (aid[(head & ~flat[home])[chosen]] > 0).any()
    assert (aid[(~head & flat[home])[chosen]] > 0).any()
    rents, families = (
        part.menages["loyer"].to_numpy(),
        np.bincount(part.individus.groupby("famille")["menage"].first()),
    )
    asked = part.households("2023-07").columns["loyer", "2023-07"] * np.where(
        part.menages["coloc"], families, 1
    )
    assert asked[rents > 0] / rents[rents > 0] == pytest.approx(
        asked[rents > 0][0] / rents[rents > 0][0], rel=1e-4
    )


def test_copies_of_households_are_given_what_the_first_is(light: Population) -> None:
    one = light.select(slice(0, 5)).households("2026-10")
    many = one.repeated(3)
    assert many.partial.keys() == one.partial.keys()
    key = next(iter(one.partial))
    assert many.partial[key].given.tolist() == 3 * one.partial[key].given.tolist()
