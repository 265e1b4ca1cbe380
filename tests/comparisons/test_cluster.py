"""A cluster of two workers, one of which is killed midway, gives the figures of one machine, to the last bit."""

import os
import signal
from collections.abc import Iterator

import numpy as np
import pytest
from distributed import Client, LocalCluster

from openfisca_lyon.comparisons import Here
from openfisca_lyon.comparisons.cluster import ClusterError, OnCluster, on_cluster, origin_of
from openfisca_lyon.populations import Population
from openfisca_lyon.system import reform_from, reform_named
from openfisca_lyon.system.reforms import from_content

MONTH = "2026-11"
NAMES = ("rsj", "rsj_statut", "rsj_percu", "loyer", "reside_metropole_lyon")


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    # Plain OpenFisca: workers that start have no plan to read, and this is not about speed.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENFISCA_LYON_ENGINE", "plain")
        with LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, protocol="tcp"
        ) as local:
            yield local


def test_same_values_as_on_one_machine_though_a_worker_dies(
    cluster: LocalCluster, population: Population
) -> None:
    part = population.select(slice(0, 24))
    reform = reform_named("rsj_500_euros")
    received = np.zeros(len(np.unique(part.individus["famille"])), dtype=np.bool_)
    given = {("rsa_percu", MONTH): received}
    here = Here(workers=1)(part, NAMES, MONTH, given)
    killed: list[int] = []

    def kill_one(done: int, count: int) -> None:
        if not killed:
            assert 0 < done < count
            with Client(cluster.scheduler_address, set_as_default=False) as client:
                pids = client.run(os.getpid)
            killed.append(next(iter(pids.values())))
            os.kill(killed[0], signal.SIGKILL)

    with on_cluster(cluster.scheduler_address) as compute:
        there = OnCluster(compute.client, size=8, progress=kill_one)(part, NAMES, MONTH, given)
        found = there.under(reform)
    assert killed
    expected = here.under(reform)
    for name in NAMES:
        assert found[name].tolist() == expected[name].tolist(), name
    assert expected["rsj"].max() == 500


def test_an_address_where_nothing_answers_is_said_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openfisca_lyon.comparisons.cluster.WAIT", 0.2)
    with pytest.raises(ClusterError, match="ne répond"), on_cluster("tcp://127.0.0.1:9"):
        pass


class Deserted:
    """A cluster that all its workers have left."""

    def submit(self, *_args: object, **_options: object) -> "Deserted":
        return self

    def done(self) -> bool:
        return False

    def scheduler_info(self) -> dict[str, object]:
        return {"workers": {}}

    def cancel(self, _futures: object) -> None:
        return None


def test_a_cluster_that_all_workers_left_is_said_and_not_waited_for(
    population: Population, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openfisca_lyon.comparisons.cluster.WAIT", 0.1)
    there = OnCluster(Deserted(), size=8)(population.select(slice(0, 8)), NAMES, MONTH, {})  # type: ignore[arg-type]
    with pytest.raises(ClusterError, match="Plus aucun travailleur"):
        there.values()


def test_reforms_travel_by_name_or_by_content_and_python_files_never(tmp_path: os.PathLike[str]) -> None:
    assert origin_of(reform_named("rsj_etudiants")) == "rsj_etudiants"
    content = {
        "nom": "RSJ à 450 €",
        "parametres": {"metropole_lyon.rsj.montant_sans_ressource": {"2026-01-01": 450}},
    }
    origin = origin_of(from_content(content))
    assert isinstance(origin, dict)
    assert from_content(origin).parameters.metropole_lyon.rsj.montant_sans_ressource("2026-02-01") == 450
    file = os.path.join(tmp_path, "maison.py")
    with open(file, "w", encoding="utf-8") as text:
        text.write(
            "from openfisca_core.model_api import Variable\n"
            "from openfisca_lyon.system import LocalReform\n"
            "class rsj_condition_etudes(Variable):\n"
            "    def formula_2026_01(individu, period):\n"
            "        return individu.filled_array(True)\n"
            "class maison(LocalReform):\n"
            "    name = 'Chez nous'\n"
            "    def apply(self):\n"
            "        self.update_variable(rsj_condition_etudes)\n"
        )
    local = reform_from(file)
    assert local.name == "Chez nous"
    with pytest.raises(ClusterError, match="fichier Python"):
        origin_of(local)
