"""Weights that meet margins, and stay close to those one started from (Deville and Särndal, 1992).

Weights are ``initial × F(X·λ)``, where ``F`` is the logit function that stays between two bounds. ``λ`` is found
by Newton's method on the dual problem, of as many unknowns as there are margins. A margin may be given some
slack: margins that contradict each other by a few units then share the gap, instead of preventing a solution.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROWS = 4096  # records at a time: bounds the memory, and fixes the order of additions
STEPS = 60
UNIT = 1_000_000  # weights are cut to the millionth, so that a last bit that differs changes nothing


class CalibrationError(ValueError):
    """No weights within the bounds meet the margins."""


@dataclass(frozen=True)
class Calibrated:
    """Weights found.

    Attributes:
        weights: one per record.
        gaps: for each margin, reached less target, as a share of the target.
        steps: how many steps of Newton's method were made.
    """

    weights: Floats
    gaps: Floats
    steps: int


def calibrate(
    counts: Floats,
    targets: Floats,
    initial: Floats,
    *,
    bounds: tuple[float, float] = (0.2, 5.0),
    slack: Floats | float = 0.0,
    precision: float = 1e-11,
) -> Calibrated:
    """Find the weights.

    Args:
        counts: of shape (records, margins): what each record counts in each margin.
        targets: one per margin, above zero.
        initial: weights to stay close to, above zero.
        bounds: least and greatest ratio of a weight to the initial one, on both sides of 1.
        slack: how a margin weighs less than an exact one; 0 is exact. A gap of ``g`` (a share of the target)
            costs as much as ``g² / (2 · slack)`` of the distance between weights, divided by their sum.
        precision: greatest gap of the equations, as a share of the targets.

    Raises:
        CalibrationError: not reached.
    """
    scaled = counts / targets
    ridge = np.broadcast_to(np.asarray(slack, dtype=np.float64), targets.shape)
    share = initial / initial.sum()
    total = float(initial.sum())
    multipliers = np.zeros(len(targets))

    def gradient(at: Floats) -> tuple[Floats, Floats]:
        ratios, slopes = _logit(_times(scaled, at * 1.0), *bounds)
        reached = _gathered(scaled, share * ratios * total)
        return reached - 1 + ridge * at, share * slopes * total

    off, slopes = gradient(multipliers)
    steps = 0
    while steps < STEPS:
        steps += 1
        hessian = _crossed(scaled, slopes) + np.diag(ridge)
        direction = np.linalg.lstsq(hessian, -off, rcond=1e-13)[0]
        length, norm = 1.0, float(np.linalg.norm(off))
        while True:
            tried = multipliers + length * direction
            new_off, new_slopes = gradient(tried)
            if float(np.linalg.norm(new_off)) < norm or length < 1e-6:
                break
            length /= 2
        multipliers, off, slopes = tried, new_off, new_slopes
        if float(np.abs(off).max()) < precision:
            break
    else:
        raise CalibrationError(f"a margin is still missed by {np.abs(off).max():.2e} after {STEPS} steps")
    ratios, _ = _logit(_times(scaled, multipliers), *bounds)
    weights = initial * ratios
    return Calibrated(weights, _gathered(scaled, weights) - 1, steps)


def _logit(values: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    """Return the ratio of weights for values of ``X·λ``, and its slope."""
    steep = (high - low) / ((1 - low) * (high - 1))
    grown = np.exp(np.clip(steep * values, -500, 500))
    bottom = (high - 1) + (1 - low) * grown
    ratio = (low * (high - 1) + high * (1 - low) * grown) / bottom
    return ratio, (ratio - low) * (high - ratio) / (high - low) * steep


def _times(counts: Floats, multipliers: Floats) -> Floats:
    return np.concatenate(
        [counts[start : start + ROWS] @ multipliers for start in range(0, len(counts), ROWS)]
    )


def _gathered(counts: Floats, weights: Floats) -> Floats:
    total = np.zeros(counts.shape[1])
    for start in range(0, len(counts), ROWS):
        total += weights[start : start + ROWS] @ counts[start : start + ROWS]
    return total


def _crossed(counts: Floats, slopes: Floats) -> Floats:
    total = np.zeros((counts.shape[1], counts.shape[1]))
    for start in range(0, len(counts), ROWS):
        part = counts[start : start + ROWS]
        total += (part * slopes[start : start + ROWS, None]).T @ part
    return total


def integerise(weights: Floats, order: NDArray[Any], start: float) -> NDArray[np.int64]:
    """Return whole weights of the same total, each within one of its own.

    Whole parts are kept; the rest is drawn by systematic sampling along ``order``, so that records that follow
    one another there (same commune, same kind) keep their total to about one unit.

    Args:
        weights: to be made whole.
        order: the records, in the order of the sampling.
        start: where sampling begins, between 0 and 1.
    """
    cut = np.rint(weights * UNIT).astype(np.int64)
    whole, rest = cut // UNIT, cut % UNIT
    reached = np.cumsum(rest[order]) + int(start * UNIT)
    picked = np.diff(reached // UNIT, prepend=0) > 0
    picked[0] = reached[0] // UNIT > 0
    whole[order[picked]] += 1
    return whole


def design_effect(weights: NDArray[Any]) -> float:
    """Return by how much unequal weights multiply a variance (Kish).

    >>> design_effect(np.array([2.0, 2.0, 2.0]))
    1.0
    """
    values = np.asarray(weights, dtype=np.float64)
    return float(len(values) * (values @ values) / values.sum() ** 2)
