"""Whatever is sent: no 5xx, one shape of failure, nothing that was sent comes back or is logged."""

import json
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openfisca_lyon.api.logs import JsonLines

CANARY = "Zébulon4217"
POSTS = [
    "/api/v1/simulations",
    "/api/v1/questions",
    "/api/v1/explanations/rsj",
    "/api/v1/comparisons",
    "/api/v1/population/comparisons",
    "/calculate",
    "/trace",
]
# Every name that a reader of requests knows, so that what is wrong is met deep inside.
NAMES = [
    "personnes", "revenus", "salaire_net", "logement", "commune", "date", "age", "nom", "lien", "situations",
    "reforme", "parametres", "individus", "familles", "menages", "foyers_fiscaux", "parents", "declarants",
    "depcom", "salaire_imposable", "categorie_salarie", "2026-10", "2026", "ETERNITY", "axes", "month:2026-01:3",
    "metropole_lyon.rsj.seuil_ressources_activite", "", "a/b", "~", "0", CANARY, "x" * 300,
]  # fmt: skip
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(
        [CANARY, f"{CANARY}-2", "2026-10", "69266", "Bron", "rsj_500_euros", "demandeur", 10**400]
    ),
    st.text(max_size=10),
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=25,
)


def played(client: FlaskClient, address: str, content: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.clear()
    response = client.post(address, data=json.dumps(content), content_type="application/json")
    text = response.get_data(as_text=True)
    assert response.status_code < 500, text
    if response.status_code >= 400:
        assert response.mimetype == "application/problem+json"
        assert response.get_json()["status"] == response.status_code
        assert CANARY not in json.dumps(response.get_json(), ensure_ascii=False)
    assert CANARY not in "".join(JsonLines().format(one) + one.getMessage() for one in caplog.records)


@pytest.mark.parametrize("address", POSTS)
def test_anything_sent_gets_an_answer_that_repeats_nothing(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(ANYTHING)
    def check(content: Any) -> None:
        # A field that no form has: what is sent is never right, and nothing is computed.
        if isinstance(content, dict):
            content = {**content, CANARY: CANARY}
        with caplog.at_level(logging.DEBUG, logger="openfisca_lyon"):
            played(client, address, content, caplog)

    check()


MEMBERS = st.dictionaries(
    st.sampled_from(["a", CANARY, "0", "2026-10", "*", "é"]),
    st.dictionaries(
        st.sampled_from(
            ["age", "salaire_imposable", "depcom", "parents", "enfants", "declarants", "nb_parents"]
        ),
        st.dictionaries(st.sampled_from(["2026-10", "2026", "ETERNITY", "2026-10-01"]), LEAVES, max_size=2)
        | st.lists(st.sampled_from(["a", CANARY, "0", 0, 3.5]), max_size=3),
        max_size=3,
    ),
    max_size=3,
)


def test_any_case_for_openfisca_gets_an_answer_and_never_a_fault_of_ours(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    @settings(
        max_examples=120,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(
        st.fixed_dictionaries(
            {"individus": MEMBERS},
            optional={"familles": MEMBERS, "menages": MEMBERS, "foyers_fiscaux": MEMBERS},
        )
    )
    def check(content: Any) -> None:
        with caplog.at_level(logging.DEBUG, logger="openfisca_lyon"):
            played(client, "/calculate", content, caplog)

    check()


@pytest.mark.parametrize(
    "name", ["Accept", "User-Agent", "Origin", "If-None-Match", "Cookie", "Authorization"]
)
def test_headers_come_back_nowhere(client: FlaskClient, name: str) -> None:
    for address in ("/api/v1/reforms", "/api/v1/nulle-part"):
        response = client.get(address, headers={name: "Zebulon4217"})
        assert response.status_code in (200, 404)
        assert "Zebulon4217" not in f"{response.headers}{response.get_data(as_text=True)}"
