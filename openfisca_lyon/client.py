"""A small client of the API, with the standard library alone: no rule is loaded, nothing else to install.

>>> client = Client("http://127.0.0.1:5000")
>>> report = client.simulate({"personnes": [{"age": 22}]})  # doctest: +SKIP
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

Json = Any
API = "/api/v1"


class ApiError(Exception):
    """The API refused a request.

    Attributes:
        status: HTTP status.
        detail: what to do, in French.
        faults: for each field to mend, as a JSON pointer, what is wrong.
        retry_after: seconds to wait before asking again, where waiting mends it.
    """

    def __init__(
        self, status: int, detail: str, faults: Mapping[str, str], retry_after: int | None = None
    ) -> None:
        super().__init__("\n".join([detail, *(f"{field} : {message}" for field, message in faults.items())]))
        self.status, self.detail, self.faults, self.retry_after = status, detail, dict(faults), retry_after


class _NoRedirect(HTTPRedirectHandler):
    """What a person said goes to the host that was named and to no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Client:
    """Calls an API.

    Args:
        host: its address, ``"https://droits.example.org"``.
        timeout: seconds to wait for an answer.
    """

    def __init__(self, host: str, timeout: float = 90) -> None:
        if not host.startswith(("http://", "https://")):
            raise ValueError("host starts with http:// or https://")
        self.host, self.timeout = host.rstrip("/"), timeout
        self._opener = build_opener(_NoRedirect)

    def simulate(self, situation: Mapping[str, Json], month: str | None = None) -> dict[str, Json]:
        """Return the rights of a household."""
        found: dict[str, Json] = self.post(f"{API}/simulations", situation, date=month)
        return found

    def simulate_many(
        self, situations: Sequence[Mapping[str, Json]], month: str | None = None
    ) -> Iterator[dict[str, Json]]:
        """Yield the rights of each household, computed together."""
        body = json.dumps({"situations": situations}).encode()
        with self._open(f"{API}/simulations", body, {"date": month}, accept="application/x-ndjson") as answer:
            for line in answer:
                yield json.loads(line)

    def questions(self, situation: Mapping[str, Json], *rights: str) -> list[dict[str, Json]]:
        """Return the questions whose answer would still change a right."""
        found: list[dict[str, Json]] = self.post(f"{API}/questions", situation, droit=rights)["questions"]
        return found

    def explain(self, situation: Mapping[str, Json], right: str) -> list[dict[str, Json]]:
        """Return why, for one right, for each person concerned."""
        found: list[dict[str, Json]] = []
        after: int | None = 0
        while after is not None:
            page = self.post(f"{API}/explanations/{quote(right, safe='')}", situation, rang=after)
            found += page["explications"]
            after = page["suite"]
        return found

    def compare(
        self, reform: str | Mapping[str, Json], situations: Sequence[Mapping[str, Json]]
    ) -> dict[str, Json]:
        """Return what a reform changes for some households."""
        body = {"reforme": reform, "situations": list(situations)}
        found: dict[str, Json] = self.post(f"{API}/comparisons", body)
        return found

    def compare_population(
        self,
        *reforms: str | Mapping[str, Json],
        progress: Callable[[float, str], None] = lambda share, step: None,
        every: float = 2.0,
        **more: Json,
    ) -> dict[str, Json]:
        """Return what reforms change for the population: its tables, and what they were made with.

        Args:
            reforms: one to four, by name or as changed figures.
            progress: told the part done, from 0 to 1, and the step.
            every: seconds between two looks.
            more: other fields of the request: ``date``, ``population``, ``recours``.

        Raises:
            ApiError: what is asked cannot be computed.
            RuntimeError: the computation was stopped, or failed.
        """
        asked = {"reformes": list(reforms), **more}
        run = self.post(f"{API}/population/comparisons", asked)
        place = f"{API}/population/comparisons/{run['id']}"
        try:
            while run["etat"] in {"en_attente", "en_cours"}:
                progress(run["part"], run["etape"])
                time.sleep(every)
                run = self.get(place)
        except BaseException:
            self.delete(place)
            raise
        if run["etat"] != "termine":
            raise RuntimeError(f"Le calcul n'a pas abouti : {run['etat']}. {run['erreur']}".strip())
        found: dict[str, Json] = self.get(f"{place}/result.json")
        return found

    def catalogue(self) -> list[dict[str, Json]]:
        """Return all rights."""
        found: list[dict[str, Json]] = self.get(f"{API}/catalogue")
        return found

    def parameter(self, path: str) -> dict[str, Json]:
        """Return the history and the sources of a figure."""
        found: dict[str, Json] = self.get(f"{API}/parameters/{quote(path, safe='')}")
        return found

    def get(self, address: str, **query: Json) -> Json:
        """Read an address of the API."""
        with self._open(address, None, query) as answer:
            return json.load(answer)

    def post(self, address: str, body: Mapping[str, Json], **query: Json) -> Json:
        """Send a body to an address of the API.

        Raises:
            ApiError: the API refused; ``faults`` names the fields to mend.
        """
        with self._open(address, json.dumps(body).encode(), query) as answer:
            return json.load(answer)

    def delete(self, address: str) -> Json:
        """Erase what stands at an address of the API."""
        with self._open(address, None, {}, method="DELETE") as answer:
            return json.load(answer)

    def _open(
        self,
        address: str,
        body: bytes | None,
        query: Mapping[str, Json],
        accept: str = "application/json",
        method: str | None = None,
    ) -> Any:
        given = {name: value for name, value in query.items() if value is not None}
        url = f"{self.host}{address}" + (f"?{urlencode(given, doseq=True)}" if given else "")
        request = Request(url, body, {"Accept": accept, "Content-Type": "application/json"}, method=method)
        try:
            return self._opener.open(request, timeout=self.timeout)
        except HTTPError as error:
            with error:
                raise _refusal(error) from None


def _refusal(error: HTTPError) -> ApiError:
    try:
        said = json.load(error)
    except ValueError:
        said = {}
    faults = {one["pointer"]: one["detail"] for one in said.get("errors", ())}
    after = error.headers.get("Retry-After", "")
    return ApiError(
        error.code, said.get("detail", "Erreur."), faults, int(after) if after.isdecimal() else None
    )
