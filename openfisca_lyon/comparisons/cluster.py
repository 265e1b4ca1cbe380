"""Computes a population on a Dask cluster: parts of households in Parquet go out, values in Parquet come back.

Needs ``pip install openfisca-lyon[cluster]``, here and on the workers, in the same versions. A part depends on no
other and its task has all it reads, so a worker that dies only has its parts computed again elsewhere.
"""

import io
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.comparisons.outcomes import homes_of, questioned
from openfisca_lyon.comparisons.simulation import Computed, Given, Progress, Values
from openfisca_lyon.engine import calculate
from openfisca_lyon.populations import Population
from openfisca_lyon.system import load, reforms
from openfisca_lyon.system.reforms import from_content

if TYPE_CHECKING:
    from distributed import Client, Future

HOUSEHOLDS = 5_000  # of a part: some seconds of one core, and a megabyte on the network
WAIT = 20  # seconds to reach the scheduler, then a first worker
PAUSE = 0.2  # seconds between two looks at what is computed
ATTEMPTS = 5  # workers that may die on a part before it is given up
PACKAGES = ("openfisca-lyon", "openfisca-france", "openfisca-core")

Origin = str | dict[str, Any] | None
"""How a worker finds a reform: the name of a shipped one, the content of its file, or the rules in force."""


class ClusterError(Exception):
    """The cluster cannot be used; the message says why, in French."""


@contextmanager
def on_cluster(address: str, progress: Progress | None = None) -> "Iterator[OnCluster]":
    """Give where to compute: the cluster of a scheduler.

    Raises:
        ClusterError: Dask is not installed, nothing answers, or the workers have other versions.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError("Il manque Dask : pip install « openfisca-lyon[cluster] ».") from None
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError):
        raise ClusterError("Aucun ordonnanceur Dask ne répond à cette adresse.") from None
    try:
        _check(client)
        yield OnCluster(client, progress=progress)
    finally:
        client.close()


def _check(client: "Client") -> None:
    """Refuse workers that would not give the same figures."""
    try:
        client.wait_for_workers(1, timeout=WAIT)
    except TimeoutError:
        raise ClusterError("L'ordonnanceur n'a aucun travailleur.") from None
    here = _versions()
    for there in client.run(_versions).values():
        if there != here:
            raise ClusterError(
                "Les travailleurs n'ont pas les mêmes versions qu'ici : "
                + ", ".join(f"{name} {there.get(name)} au lieu de {here[name]}" for name in here)
            )


def _versions() -> dict[str, str]:
    return {name: version(name) for name in PACKAGES}


@dataclass(frozen=True)
class OnCluster:
    """Computes on a cluster.

    Attributes:
        client: of its scheduler.
        size: households of a part.
        progress: told how many households are done, and how many there are.
    """

    client: "Client"
    size: int = HOUSEHOLDS
    progress: Progress | None = None

    def __call__(self, population: Population, names: Sequence[str], month: str, given: Given) -> Computed:
        return _Parts(self, population, tuple(names), month, dict(given))


@dataclass
class _Parts:
    where: OnCluster
    population: Population
    names: tuple[str, ...]
    month: str
    given: dict[tuple[str, str], NDArray[Any]]
    _values: Values | None = None
    _cut: list[tuple[int, bytes, bytes]] = field(default_factory=list)

    def values(self) -> Values:
        if self._values is None:
            self._values = self._computed(None)
        return self._values

    def under(self, reform: TaxBenefitSystem) -> Values:
        return self._computed(origin_of(reform))

    def _computed(self, origin: Origin) -> Values:
        from distributed import KilledWorker

        if not self._cut:
            self._cut = list(self._parts())
        client = self.where.client
        futures = {
            client.submit(
                compute_part, part, given, self.names, self.month, origin, retries=ATTEMPTS, pure=False
            ): number
            for number, (_, part, given) in enumerate(self._cut)
        }
        found: dict[int, Values] = {}
        done = 0
        try:
            for future in self._finished(list(futures)):
                number = futures[future]
                found[number] = _arrays(future.result())
                future.release()
                done += self._cut[number][0]
                self._tell(done)
        except KilledWorker:
            raise ClusterError(
                "Une partie de la population fait tomber les travailleurs : la mémoire leur manque sans doute."
            ) from None
        finally:
            client.cancel([future for future in futures if not future.done()])
        return {
            name: np.concatenate([found[number][name] for number in range(len(self._cut))])
            for name in self.names
        }

    def _tell(self, done: int) -> None:
        told = self.where.progress
        if told is not None and told(done, len(self.population)) is False:
            raise InterruptedError(f"stopped after {done} households")

    def _finished(self, futures: list["Future[bytes]"]) -> "Iterator[Future[bytes]]":
        """Yield parts as they are computed; say so when nobody is left to compute them.

        Raises:
            ClusterError: no worker has been there for a while.
        """
        waiting, seen = list(futures), time.monotonic()
        while waiting:
            ready = [future for future in waiting if future.done()]
            yield from ready
            waiting = [future for future in waiting if future not in ready]
            if not ready:
                if self.where.client.scheduler_info()["workers"]:
                    seen = time.monotonic()
                elif time.monotonic() - seen > WAIT:
                    raise ClusterError("Plus aucun travailleur ne répond à l'ordonnanceur.")
                time.sleep(PAUSE)

    def _parts(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Cut the population in parts of households, with what is given to their members."""
        homes, variables = homes_of(self.population), load().variables
        for start in range(0, len(self.population), self.where.size):
            end = min(start + self.where.size, len(self.population))
            given = {
                f"{name}@{period}": values[_between(homes[variables[name].entity.key], start, end)]
                for (name, period), values in self.given.items()
            }
            part = io.BytesIO()
            self.population.select(slice(start, end)).write(cast(Any, part))
            yield end - start, part.getvalue(), _bytes(given)


def _between(homes: NDArray[np.int64], start: int, end: int) -> NDArray[np.bool_]:
    return np.asarray((homes >= start) & (homes < end))


def origin_of(reform: TaxBenefitSystem) -> Origin:
    """Return how a worker finds a reform.

    Raises:
        ClusterError: it comes from a Python file of this machine, which is never sent.
    """
    for name, shipped in reforms().items():
        if shipped is reform:
            return name
    content = getattr(reform, "content", None)
    if content is None:
        raise ClusterError("Une réforme écrite dans un fichier Python ne se calcule que sur cette machine.")
    return dict(content)


def compute_part(part: bytes, given: bytes, names: Sequence[str], month: str, origin: Origin) -> bytes:
    """Compute a part: what a worker does. Everything in and out is Parquet."""
    from openfisca_lyon.populations import read_parquet

    households = questioned(read_parquet(cast(Any, io.BytesIO(part))), month).with_columns(
        {(key.split("@")[0], key.split("@")[1]): values for key, values in _arrays(given).items()}
    )
    return _bytes(calculate(households, names, month, _reform(origin)))


_content_read: dict[str, TaxBenefitSystem] = {}


def _reform(origin: Origin) -> TaxBenefitSystem | None:
    """Return a reform on a worker, applied once."""
    if origin is None:
        return None
    if isinstance(origin, str):
        return reforms()[origin]
    key = repr(origin)
    if key not in _content_read:
        _content_read.clear()  # one at a time: its plans are heavy
        _content_read[key] = from_content(origin)
    return _content_read[key]


def _bytes(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Write arrays of different lengths in one Parquet file, a list a column."""
    table = pa.table({name: pa.array([values]) for name, values in arrays.items()})
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def _arrays(content: bytes) -> dict[str, NDArray[Any]]:
    table = pq.read_table(io.BytesIO(content))
    return {
        name: table.column(name).combine_chunks().flatten().to_numpy(zero_copy_only=False)
        for name in table.column_names
    }
