"""Turns the net monthly amounts that people know into the gross amounts that the rules read.

OpenFisca-France computes net from gross: ``salaire_net`` given alone leaves the taxable income at 0. Here its
own net variable is inverted, under the rules in force (:func:`openfisca_lyon.system.load`): a reform applies
to the gross amounts found, it does not change what people earned.

What is inverted, and the regime that each takes:

========================= ==================== ============================================================
net, as people know it    gross, as rules read regime
========================= ==================== ============================================================
``salaire_net``           ``salaire_de_base``  ``prive_non_cadre`` (when none is given), ``prive_cadre``, or
                                               ``apprenti``
``chomage_net``           ``chomage_brut``     rate of CSG: ``exonere`` (when none is given),
                                               ``taux_reduit``, ``taux_plein``
``retraite_nette``        ``retraite_brute``   the same, and ``taux_intermediaire`` since 2019
========================= ==================== ============================================================

Net is before income tax (on a payslip, « net à payer avant impôt sur le revenu »), after CSG and CRDS.

Wages. ``salaire_net`` reads the gross wage, the category, the contract (full time, whole month, CDI unless
told otherwise) and nothing of the household: neither commune, children, nor the employer's side. Age matters
only through ``apprenti``. The inversion holds while the contract, bonuses, meal vouchers and
``cotisation_sociale_mode_recouvrement`` are left at their defaults. ``apprenti`` stands for a person given
``apprenti = True`` in category ``prive_non_cadre``; France exempts all of their contributions but CSG and
CRDS. Civil servants and public contract workers are refused: their net includes the residence and family
allowances, which turn on the commune and the children.
Around the social security ceiling (4 005 € in 2026) net falls by some 5 € when gross passes it, so that a
few nets come from two grosses: the smaller is given.

Pensions and unemployment. The rate of CSG jumps with the tax household's ``rfr`` and ``nbptr`` of two years
before. They must be known beforehand: :func:`csg_rates` tells the rate that France will apply, and the
inversion holds in a simulation whose ``rfr`` and ``nbptr`` of that year put the person at that rate. With no
income known for that year France finds 0, hence ``exonere``, hence net = gross. At a given rate no net is
unreachable. Under a floor (SMIC less what the person earned by working that month) unemployment benefit bears
no CSG, and above it CSG takes first what exceeds the floor: a net equal to the floor comes from many grosses,
of which the smallest, the floor itself, is given. ``allocation_retour_emploi_journaliere`` must not be given.

Given as they are, for France has no net variable for them: see :data:`AS_GIVEN`. ``remuneration_apprenti`` is
not among them: it is computed from age and contract and is not part of ``salaire_net``; what an apprentice
earns is ``salaire_de_base``.

Cost. The first 25 months of a kind take about two seconds (France's figures of each month are loaded), then
25 months of a person less than a tenth, and 250 000 different amounts about two seconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from openfisca_core.simulations import Simulation, SimulationBuilder

from openfisca_lyon.system import load

GROSS = {
    "salaire_net": "salaire_de_base",
    "chomage_net": "chomage_brut",
    "retraite_nette": "retraite_brute",
}
"""For each net amount that can be inverted, the input that the rules read."""

AS_GIVEN = frozenset(
    {
        "bourse_enseignement_sup",
        "indemnites_chomage_partiel",
        "indemnites_journalieres_accident_travail",
        "indemnites_journalieres_adoption",
        "indemnites_journalieres_maladie",
        "indemnites_journalieres_maladie_professionnelle",
        "indemnites_journalieres_maternite",
        "indemnites_journalieres_paternite",
        "indemnites_stage",
        "indemnites_volontariat",
        "pensions_alimentaires_percues",
        "pensions_invalidite",
    }
)
"""Inputs that OpenFisca-France reads as they are: no contribution is computed on them, nothing to invert."""

WAGE_REGIMES = ("prive_non_cadre", "prive_cadre", "apprenti")
RATES = ("exonere", "taux_reduit", "taux_intermediaire", "taux_plein")
HALF_CENT = 0.005
GREATEST = 1_000_000.0
"""Greatest gross, in euros a month. From some 30 000 € France's float32 is coarser than the cent."""

_ROUNDING = 0.05  # some ten contributions, each rounded to the cent: net is known to about as much by a line
_BLOCK = 50_000  # amounts in one simulation: some 100 MB
_AROUND = np.arange(-25, 26) / 100
_WORKING = 1e6  # net earned by working, so high that unemployment benefit has no floor


@dataclass(frozen=True)
class _Curve:
    """Net as a function of gross for one kind and regime, in all the months where it is the same.

    Attributes:
        kind, regime: of which income.
        month: one of these months, in which exact values are computed.
        gross, net: points between which net is straight but for the rounding of contributions; both
            strictly increasing: where net falls, the stretch that repeats lower nets is left out.
    """

    kind: str
    regime: str
    month: str
    gross: NDArray[np.float64]
    net: NDArray[np.float64]


def gross(
    kind: str,
    nets: Mapping[str, float],
    *,
    regime: str | Mapping[str, str] | None = None,
    activity: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Return the gross amount of each month of one person.

    Args:
        kind: a key of :data:`GROSS`.
        nets: net euros by month, ``{"2026-10": 2500.0}``.
        regime: for all months or by month; see the module. A pensioner's rate changes with the year.
        activity: for ``chomage_net``, net euros earned by working, by month; 0 where absent.

    Raises:
        ValueError: as :func:`gross_of`.

    >>> gross("salaire_net", {"2026-10": 2500.0, "2026-11": 0.0})
    {'2026-10': 3158.16, '2026-11': 0.0}
    """
    months = list(nets)
    regimes = [regime[month] for month in months] if isinstance(regime, Mapping) else regime
    worked = [(activity or {}).get(month, 0.0) for month in months]
    found = gross_of(kind, [nets[month] for month in months], months, regimes=regimes, activity=worked)
    return dict(zip(months, found.tolist(), strict=True))


def gross_of(
    kind: str,
    nets: ArrayLike,
    months: Sequence[str],
    *,
    regimes: ArrayLike | None = None,
    activity: ArrayLike = 0.0,
) -> NDArray[np.float64]:
    """Return the gross amounts, in euros, whose net is the one asked within half a cent.

    They are in cents, but where France's roundings leave no such amount (some 3 in 1 000): then in tenths.

    Zero stays zero. The answer for an amount does not depend on the other amounts asked.

    Args:
        kind: a key of :data:`GROSS`.
        nets: net euros a month, of shape ``(..., months)``: persons × months, or months alone.
        months: the months of the last axis, ``"2026-10"``.
        regimes: names that broadcast to the shape of ``nets`` (persons alone: ``names[:, None]``); see the
            module for those of each kind and the one taken when none is given.
        activity: for ``chomage_net``, net euros that the person earned by working in the month
            (``salaire_net`` and income of the self-employed), broadcast likewise.

    Raises:
        ValueError: the kind or a regime is unknown, a rate of CSG does not exist in the month, shapes do not
            agree, or an amount is negative, not a number or above what :data:`GREATEST` leaves.
    """
    if kind not in GROSS:
        raise ValueError(f"no net amount to invert is named {kind}: choose among {', '.join(GROSS)}")
    asked = np.asarray(nets, dtype=np.float64)
    if asked.ndim == 0 or asked.shape[-1] != len(months):
        raise ValueError("the last axis of the net amounts must be the months")
    if not np.all(np.isfinite(asked) & (asked >= 0)):
        raise ValueError("a net amount is negative or not a number")
    known = WAGE_REGIMES if kind == "salaire_net" else RATES
    names, codes = np.unique(np.asarray(known[0] if regimes is None else regimes), return_inverse=True)
    if unknown := set(names.tolist()) - set(known):
        raise ValueError(f"{', '.join(sorted(unknown))}: regimes of {kind} are {', '.join(known)}")
    shape = np.shape(regimes) if regimes is not None else ()
    regime_of = np.broadcast_to(codes.reshape(shape), asked.shape)
    working = np.broadcast_to(np.asarray(activity, dtype=np.float64), asked.shape)

    result = np.zeros(asked.shape)
    by_curve: defaultdict[int, list[NDArray[np.int64]]] = defaultdict(list)
    curves: dict[int, _Curve] = {}
    for position, month in enumerate(months):
        column = asked[..., position]
        left = column > 0
        if kind == "chomage_net":
            spared = left & (column <= _floor(month) - working[..., position] + HALF_CENT)
            result[..., position][spared] = column[spared]
            left = left & ~spared
        for code, name in enumerate(names.tolist()):
            chosen = left & (regime_of[..., position] == code)
            if chosen.any():
                curve = _curve(kind, name, month)
                curves[id(curve)] = curve
                by_curve[id(curve)].append(np.flatnonzero(chosen) * len(months) + position)
    for key, places in by_curve.items():
        place = np.concatenate(places)
        amounts, back = np.unique(asked.flat[place], return_inverse=True)
        result.flat[place] = _invert(curves[key], amounts)[back]
    return result


def csg_rates(kind: str, rfr: ArrayLike, parts: ArrayLike, months: Sequence[str]) -> NDArray[np.str_]:
    """Return the rate of CSG that France applies to ``chomage_net`` or ``retraite_nette``.

    Args:
        kind: ``chomage_net`` or ``retraite_nette``.
        rfr: tax household's reference income of the second year before that of each month (2024 for any
            month of 2026), in euros; broadcasts with ``parts`` and the months to ``(..., months)``.
        parts: its number of parts (``nbptr``) of that same year.
        months: the months of the last axis, ``"2026-10"``.

    Returns:
        Names of :data:`RATES`, of shape ``(..., months)``, to be given as ``regimes``.

    Raises:
        ValueError: wages have no such rate.

    >>> csg_rates("retraite_nette", 25_000, 2, ["2018-12", "2026-10"]).tolist()
    ['taux_plein', 'taux_reduit']
    """
    # float32 as in France's formulas, so that both fall on the same side of a threshold.
    income = np.asarray(rfr, dtype=np.float32)
    halves = (np.asarray(parts, dtype=np.float32) - 1) * 2
    shape = np.broadcast_shapes(income.shape, halves.shape, (len(months),))
    income, halves = np.broadcast_to(income, shape), np.broadcast_to(halves, shape)
    rates = np.empty(shape, dtype=f"<U{max(map(len, RATES))}")
    for position, month in enumerate(months):
        column = np.full(shape[:-1], "exonere", dtype=rates.dtype)
        for rate, base, half in _thresholds(kind, month):
            above = income[..., position] > base + halves[..., position] * half
            column[above] = rate
        rates[..., position] = column
    return rates


def warm(kind: str, months: Iterable[str], regime: str | None = None) -> None:
    """Prepare the curves of these months, so that the first person does not wait for them."""
    for month in months:
        _curve(kind, regime or (WAGE_REGIMES if kind == "salaire_net" else RATES)[0], month)


@cache
def _thresholds(kind: str, month: str) -> tuple[tuple[str, float, float], ...]:
    """Return each rate with the income above which it applies, for one part and for each more half part."""
    if kind not in ("chomage_net", "retraite_nette"):
        raise ValueError(f"no rate of CSG depends on rfr for {kind}")
    parameters = load().get_parameters_at_instant(f"{month}-01")
    levels = parameters.prelevements_sociaux.contributions_sociales.csg.remplacement.seuils
    first, second = levels.seuil_rfr1, levels.seuil_rfr2
    exempt = (float(first.seuil_rfr1), float(first.demi_part_suppl_rfr1))
    reduced = (float(second.seuil_rfr2), float(second.demi_part_suppl_rfr2))
    # The intermediate rate came with France's formula of 2019, for pensions alone.
    if kind == "chomage_net" or month < "2019-01":
        return ("taux_reduit", *exempt), ("taux_plein", *reduced)
    third = levels.seuil_rfr3
    middle = (float(third.seuil_rfr3), float(third.demi_part_suppl_rfr3))
    return ("taux_reduit", *exempt), ("taux_intermediaire", *reduced), ("taux_plein", *middle)


@cache
def _floor(month: str) -> float:
    """Return the monthly income under which unemployment benefit bears no CSG: a full-time gross SMIC."""
    parameters = load().get_parameters_at_instant(f"{month}-01")
    benefits = parameters.prelevements_sociaux.contributions_sociales.csg.remplacement.allocations_chomage
    smic = parameters.marche_travail.salaire_minimum.smic
    return float(benefits.min_exo * smic.nb_heures_travail_mensuel * smic.smic_b_horaire)


def _invert(curve: _Curve, nets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the gross of each net: read off the curve, then set right to the cent by exact values."""
    if nets[-1] > curve.net[-1]:
        raise ValueError("a net amount is greater than any this inversion knows")
    guess = np.round(np.interp(nets, curve.net, curve.gross), 2)
    best = guess.copy()
    off = nets - _net(curve.kind, curve.regime, curve.month, best)
    # Once more, nearer. The step is kept short: past a fall of net it would lead away.
    wrong = np.flatnonzero(np.abs(off) > HALF_CENT)
    if wrong.size:
        step = np.clip(off[wrong] / 0.85, _AROUND[0], _AROUND[-1])
        nearer = np.maximum(np.round(best[wrong] + step, 2), 0)
        nearer_off = nets[wrong] - _net(curve.kind, curve.regime, curve.month, nearer)
        better = np.abs(nearer_off) < np.abs(off[wrong])
        best[wrong[better]], off[wrong[better]] = nearer[better], nearer_off[better]
    # For those few that rounding still throws off: every cent around, then every tenth of a cent.
    for centre, offsets in ((guess, _AROUND), (best, _AROUND / 10)):
        wrong = np.flatnonzero(np.abs(off) > HALF_CENT)
        if wrong.size:
            around = np.maximum(np.round(centre[wrong, None] + offsets, 3), 0)
            values = _net(curve.kind, curve.regime, curve.month, around.ravel()).reshape(around.shape)
            nearest = np.argmin(np.abs(nets[wrong, None] - values), axis=1)
            chosen = (np.arange(wrong.size), nearest)
            best[wrong], off[wrong] = around[chosen], nets[wrong] - values[chosen]
    return best


_curves: dict[tuple[str, str, bytes], _Curve] = {}


@cache
def _curve(kind: str, regime: str, month: str) -> _Curve:
    """Return the curve of this month, the same object as for other months where net is the same."""
    start = np.round(np.concatenate([np.linspace(0, 40_000, 641), np.geomspace(41_234.56, GREATEST, 40)]), 2)
    nets = _net(kind, regime, month, start)
    # Any change of a rate or of a ceiling moves some of these 681 values.
    key = (kind, regime, nets.tobytes())
    if key not in _curves:
        _curves[key] = _Curve(kind, regime, month, *_refined(kind, regime, month, start, nets))
    return _curves[key]


def _refined(
    kind: str, regime: str, month: str, points: NDArray[np.float64], nets: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cut in two, down to the cent, each stretch that is not straight; keep the points where net grows."""
    lefts, rights = points[:-1], points[1:]
    left_nets, right_nets = nets[:-1], nets[1:]
    while lefts.size:
        middles = np.round((lefts + rights) / 2, 2)
        values = _net(kind, regime, month, middles)
        points, nets = np.concatenate([points, middles]), np.concatenate([nets, values])
        share = (middles - lefts) / (rights - lefts)
        straight = left_nets + share * (right_nets - left_nets)
        bent = np.abs(values - straight) > _ROUNDING + middles * 3e-7
        lefts, rights, left_nets, right_nets = (
            np.concatenate(halves)
            for halves in (
                (lefts[bent], middles[bent]),
                (middles[bent], rights[bent]),
                (left_nets[bent], values[bent]),
                (values[bent], right_nets[bent]),
            )
        )
        wide = rights - lefts > 0.015
        lefts, rights, left_nets, right_nets = lefts[wide], rights[wide], left_nets[wide], right_nets[wide]
    points, first = np.unique(points, return_index=True)
    nets = nets[first]
    highest = np.maximum.accumulate(nets)
    grows = np.concatenate([[True], nets[1:] > highest[:-1]])
    # After a fall, net comes back to its height between two points: the second branch is followed from there.
    back = np.flatnonzero(grows[1:] & ~grows[:-1]) + 1
    share = (highest[back - 1] - nets[back - 1]) / (nets[back] - nets[back - 1])
    again = points[back - 1] + share * (points[back] - points[back - 1])
    points = np.concatenate([points[grows], again])
    nets = np.concatenate([nets[grows], np.nextafter(highest[back - 1], np.inf)])
    order = np.argsort(nets, kind="stable")
    return points[order], nets[order]


def _net(kind: str, regime: str, month: str, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return OpenFisca-France's net of each gross amount, each for a person alone."""
    blocks = [amounts[start : start + _BLOCK] for start in range(0, len(amounts), _BLOCK)]
    return np.concatenate([_net_of_block(kind, regime, month, block) for block in blocks])


def _net_of_block(kind: str, regime: str, month: str, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    simulation: Simulation = SimulationBuilder().build_default_simulation(load(), len(amounts))
    ones = np.ones(len(amounts))
    simulation.set_input(GROSS[kind], month, amounts)
    if kind == "salaire_net":
        category = "prive_non_cadre" if regime == "apprenti" else regime
        simulation.set_input("categorie_salarie", month, np.full(len(amounts), category))
        simulation.set_input("apprenti", month, np.full(len(amounts), regime == "apprenti"))
    else:
        lowest = {"exonere": 0.0} | {rate: base + 1 for rate, base, _ in _thresholds(kind, month)}
        if regime not in lowest:
            raise ValueError(f"{kind} has no {regime} in {month}")
        year = str(int(month[:4]) - 2)
        simulation.set_input("rfr", year, ones * lowest[regime])
        simulation.set_input("nbptr", year, ones)
    if kind == "chomage_net":
        simulation.set_input("salaire_net", month, ones * _WORKING)
    return np.asarray(simulation.calculate(kind, month), dtype=np.float64)
