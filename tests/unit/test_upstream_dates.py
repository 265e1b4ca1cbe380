"""OpenFisca-France alone stops on a right whose figures do not exist yet; ours is nil, and a report comes."""

import pytest
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_france import FranceTaxBenefitSystem

from openfisca_lyon.rights import evaluate
from openfisca_lyon.situations import read
from openfisca_lyon.system import CountryTaxBenefitSystem

STOPS = {
    "aide_financement_permis_apprenti": "2019-01",
    "aide_mobilite_parcoursup": "2019-05",
    "css_cmu_forfait_logement_al": "2019-10",
    "pass_culture": "2019-01",
}


@pytest.fixture(scope="module")
def france() -> FranceTaxBenefitSystem:
    return FranceTaxBenefitSystem()


@pytest.mark.parametrize(("variable", "month"), STOPS.items())
def test_only_openfisca_france_stops(
    variable: str, month: str, france: FranceTaxBenefitSystem, system: CountryTaxBenefitSystem
) -> None:
    with pytest.raises(ParameterNotFoundError):
        SimulationBuilder().build_default_simulation(france, 1).calculate(variable, month)
    assert SimulationBuilder().build_default_simulation(system, 1).calculate(variable, month) == [0]


@pytest.mark.parametrize("month", ["2019-01", "2019-10"])
def test_a_report_comes_in_the_first_year(month: str) -> None:
    person = {"date_naissance": "2000-03-14", "activite": "actif", "revenus": {"salaire_net": 180}}
    (report,) = evaluate(
        [read({"personnes": [person], "logement": {"commune": "69383"}, "tout_est_dit": True}, month)]
    )
    statuses = {one.id: one.statut for one in report.droits}
    assert statuses["rsj"] == "hors_periode"
    assert statuses["c2s"] == "hors_periode"
    assert statuses["aide_velo"] != "hors_periode"
