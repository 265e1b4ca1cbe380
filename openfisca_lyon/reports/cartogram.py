"""The communes as circles, sized by population and pushed apart until none overlaps: a map that needs no outline.

Lyon has a third of the people and a tenth of the land. On a map of outlines, the eye would read acres.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

DATA = "openfisca_lyon.data.communes"
KM_PER_DEGREE = 111.32
FILLED = 0.5  # share of the extent that circles fill: less leaves them lost, more tears neighbours apart
ROUNDS = 400
GAP = 0.12  # kilometres between two circles, so that their borders stay apart in black and white
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Circle:
    """A commune on the map.

    Attributes:
        code: INSEE code.
        name: its name.
        population: its inhabitants.
        x: kilometres to the east of the middle of the map.
        y: kilometres to the north.
        radius: kilometres; the area is proportional to the population.
    """

    code: str
    name: str
    population: int
    x: float
    y: float
    radius: float


@cache
def cartogram() -> tuple[Circle, ...]:
    """Return the 58 communes of the Métropole, the same places each time, the most peopled first.

    >>> circles = cartogram()
    >>> len(circles), circles[0].name
    (58, 'Lyon')
    """
    places = {one["code"]: (float(one["longitude"]), float(one["latitude"])) for one in _table("centroides")}
    people = sorted(_table("metropole"), key=lambda one: (-int(one["population"]), one["code_insee"]))
    populations = np.array([float(one["population"]) for one in people])
    degrees = np.array([places[one["code_insee"]] for one in people])
    middle = (degrees.max(axis=0) + degrees.min(axis=0)) / 2
    centres = (degrees - middle) * KM_PER_DEGREE * np.array([np.cos(np.radians(middle[1])), 1.0])
    extent = np.ptp(centres, axis=0)
    radii = np.sqrt(populations / populations.sum() * FILLED * extent.prod() / np.pi)
    settled = apart(centres, radii, GAP)
    return tuple(
        Circle(one["code_insee"], one["nom"], int(one["population"]), float(x), float(y), float(radius))
        for one, (x, y), radius in zip(people, settled, radii, strict=True)
    )


def apart(centres: Array, radii: Array, gap: float) -> Array:
    """Push circles apart until none overlaps, each staying as near as it can to its place.

    A small circle moves more than a large one. The pull to the place fades, so that the end only separates.

    Args:
        centres: where they stand, ``(count, 2)``.
        radii: ``(count,)``, same unit.
        gap: least distance between two borders.

    >>> apart(np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([1.0, 1.0]), 0.0).round(3).tolist()
    [[-0.5, 0.0], [1.5, 0.0]]
    """
    found = centres.copy()
    room = radii[:, None] + radii[None, :] + gap
    np.fill_diagonal(room, 0)
    # Of a pair, each takes the share of the push that the weight of the other gives.
    share = radii[None, :] ** 2 / (radii[:, None] ** 2 + radii[None, :] ** 2)
    step = 0
    while True:
        away = found[:, None, :] - found[None, :, :]
        distance = np.sqrt((away**2).sum(axis=2))
        overlap = np.maximum(room - distance, 0)
        if step > ROUNDS and overlap.max() < 1e-6:
            return found
        away /= np.maximum(distance, 1e-9)[:, :, None]
        # Somewhat more than needed at the end: halving what remains would never finish.
        found += (away * (overlap * share)[:, :, None]).sum(axis=1) * (0.5 if step < ROUNDS else 0.6)
        if step < ROUNDS:
            found += (centres - found) * 0.05 * (1 - step / ROUNDS)
        step += 1


def _table(name: str) -> list[dict[str, str]]:
    text = (files(DATA) / f"communes_{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
