"""OpenFisca-France alone stops on the ceiling of the bail réel solidaire before July 2024."""

import pytest
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_france import FranceTaxBenefitSystem


def test_the_ceiling_of_2022_stops_openfisca_france() -> None:
    simulation = SimulationBuilder().build_default_simulation(FranceTaxBenefitSystem(), 1)
    with pytest.raises(ParameterNotFoundError):
        simulation.calculate("bail_reel_solidaire_plafond_total", "2022-03")
