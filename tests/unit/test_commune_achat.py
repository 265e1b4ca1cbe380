"""The commune where one wants to buy is said by its name, like the one where one lives."""

import numpy as np
import pytest

from openfisca_lyon.engine import calculate
from openfisca_lyon.situations import SituationError, read

HERE = {"date": "2025-03", "personnes": [{"nom": "Awa", "age": 34}]}


def test_a_name_is_read_as_the_code_that_the_law_knows() -> None:
    situation = read(HERE | {"logement": {"commune": "Villeurbanne", "commune_achat": "Bron"}})
    found = calculate(situation.households, ["bail_reel_solidaire_condition_commune"], "2025-03")
    assert np.all(found["bail_reel_solidaire_condition_commune"])


def test_an_unknown_name_is_refused_where_it_was_said() -> None:
    with pytest.raises(SituationError, match="/logement/commune_achat"):
        read(HERE | {"logement": {"commune": "Villeurbanne", "commune_achat": "Nulle-Part"}})
