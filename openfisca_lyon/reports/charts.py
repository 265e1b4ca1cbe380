"""Draws figures as SVG: narrow enough for a phone, legible in black and white, the same bytes each time.

Charts carry no title: the finding stands beside them, as text. A dark fill and a hatched light one tell two things
apart without colour; error bars are always drawn.
"""

import io
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle as Disc
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from openfisca_lyon.reports.cartogram import cartogram

INK, SOFT, DARK, LIGHT, PAPER = "#17212b", "#46515e", "#0f5a63", "#e4f1f1", "#ffffff"
SHADES = ("#eef5f5", "#c4dddd", "#8fbfc1", "#4f969b", "#0f5a63", "#06333a")
WIDTH = 4.6  # inches: what a phone shows without shrinking its letters out of sight
BAR, LINE, WRAP = 0.36, 0.155, 20  # inches by row, inches by line of a label, letters by line
WIDE_WRAP = 52  # letters by line under an axis
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.color": SOFT,
    "ytick.labelcolor": INK,
    "hatch.linewidth": 0.7,
    "svg.hashsalt": "openfisca-lyon",
    "svg.fonttype": "path",
}
STYLES = re.compile(r' style="([^"]*)"')
STYLE_SHEET = re.compile(r"<style.*?</style>", re.S)
Written = Callable[[float], str]


@dataclass(frozen=True)
class Bar:
    """A figure to draw: its label, its value, half of its 95 % interval, and how both are written."""

    label: str
    value: float
    error: float
    written: str


@dataclass(frozen=True)
class Sides:
    """Two figures back to back: those who lose, on the left, and those who win."""

    label: str
    lost: Bar
    won: Bar


@dataclass(frozen=True)
class Line:
    """Points joined by a line, with a band of error around it."""

    label: str
    x: Sequence[float]
    y: Sequence[float]
    errors: Sequence[float] = ()


def bars(rows: Sequence[Bar], axis: str, ticks: Written) -> str:
    """Draw one bar a row, longest labels wrapped, each with its error bar and its figure."""
    places, height = _places([one.label for one in rows])
    figure, axes = _sheet(0.75 + BAR * height)
    values = np.array([one.value for one in rows])
    errors = np.array([one.error for one in rows])
    axes.barh(places, values, height=0.62, color=DARK, edgecolor=INK, linewidth=0.6)
    _whiskers(axes, values, places, errors)
    reach = max(float(np.max(np.abs(values) + errors, initial=0)), 1e-9)
    for place, one in zip(places, rows, strict=True):
        # What falls is written on the side that its bar leaves free: the other is that of the labels.
        _beside(axes, max(one.value + one.error, 0), place, one.written, reach * 0.03)
    low, high = min(0, float((values - errors).min())), max(0, float((values + errors).max()))
    axes.set_xlim(low - 0.06 * reach * (low < 0), max(high + 0.4 * reach, 0.62 * reach))
    _rows(axes, places, [one.label for one in rows], axis, ticks)
    return _svg(figure)


def sides(rows: Sequence[Sides], axis: str, legend: tuple[str, str], ticks: Written) -> str:
    """Draw two bars a row, back to back, on one scale."""
    places, height = _places([one.label for one in rows])
    figure, axes = _sheet(1.1 + BAR * height)
    won, lost = np.array([one.won.value for one in rows]), np.array([one.lost.value for one in rows])
    up, down = np.array([one.won.error for one in rows]), np.array([one.lost.error for one in rows])
    axes.barh(places, won, height=0.62, color=DARK, edgecolor=INK, linewidth=0.6)
    axes.barh(places, -lost, height=0.62, color=LIGHT, edgecolor=INK, linewidth=0.6, hatch="////")
    # A share is never under nothing, whatever its bar.
    _whiskers(axes, won, places, np.where(won > 0, up, 0), np.minimum(up, won))
    _whiskers(axes, -lost, places, np.minimum(down, lost), np.where(lost > 0, down, 0))
    reach = max(float(np.max(won + up, initial=0)), float(np.max(lost + down, initial=0)), 1e-9)
    for place, one in zip(places, rows, strict=True):
        _beside(axes, one.won.value + one.won.error, place, one.won.written, reach * 0.03)
        if one.lost.value > 0:
            _beside(axes, -one.lost.value - one.lost.error, place, one.lost.written, -reach * 0.03)
    left = float(np.max(lost + down, initial=0))
    axes.set_xlim(-left - (0.4 * reach if left else 0.04 * reach), reach * 1.4)
    _rows(axes, places, [one.label for one in rows], axis, lambda value: ticks(abs(value)))
    shown = [Patch(facecolor=DARK, edgecolor=INK, label=legend[1])]
    if left:
        shown.insert(0, Patch(facecolor=LIGHT, edgecolor=INK, hatch="////", label=legend[0]))
    axes.legend(handles=shown, loc="lower center", bbox_to_anchor=(0.4, 1), ncols=2, frameon=False)
    return _svg(figure)


def lines(
    drawn: Sequence[Line],
    axes_names: tuple[str, str],
    ticks: tuple[Written, Written],
    falls: Sequence[tuple[float, float]] = (),
    *,
    dots: bool = False,
) -> str:
    """Draw lines, told apart by their dashes, with marks where something falls.

    Args:
        drawn: the lines.
        axes_names: what stands on each axis.
        ticks: writes a number of each axis.
        falls: points to mark.
        dots: whether each point is a computed value that is shown, with its error bar.
    """
    figure, axes = _sheet(3.4)
    strokes = ("solid", (0, (5, 2)), (0, (1, 1.5)), "dashdot")
    for line, stroke, colour in zip(drawn, strokes, (DARK, INK, SOFT, DARK), strict=False):
        x, y, errors = np.array(line.x), np.array(line.y), np.array(line.errors)
        axes.plot(x, y, color=colour, linestyle=stroke, linewidth=1.8, label=line.label)
        if errors.size:
            axes.fill_between(x, y - errors, y + errors, color=LIGHT, linewidth=0)
        if dots:
            look: Any = {"fmt": "o", "color": colour, "ecolor": INK, "elinewidth": 1.1, "capsize": 2.6}
            axes.errorbar(x, y, yerr=errors if errors.size else None, markersize=4, **look)
    if falls:
        axes.plot(*np.array(falls).T, "v", color=INK, markersize=6)
    axes.set_xlabel(textwrap.fill(axes_names[0], WIDE_WRAP))
    axes.set_title(axes_names[1], loc="left", fontsize=9, color=SOFT)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    for side, written in zip((axes.xaxis, axes.yaxis), ticks, strict=True):
        side.set_major_formatter(_formatter(written))
    axes.grid(axis="y", color=LIGHT, linewidth=0.8)
    if len(drawn) > 1:
        axes.legend(frameon=False, loc="best", handlelength=3.2)
    return _svg(figure)


def places(values: Mapping[str, Bar], legend: str, unsure: str, written: Written) -> str:
    """Draw the communes as circles, darker as their figure is higher.

    A figure that its error bar does not tell from zero is hatched, whatever it is.

    Args:
        values: figures by INSEE code.
        legend: what is shown, with its unit.
        unsure: what hatching means.
        written: writes a bound of the legend.
    """
    circles = cartogram()
    width = max(one.x + one.radius for one in circles) - min(one.x - one.radius for one in circles)
    height = max(one.y + one.radius for one in circles) - min(one.y - one.radius for one in circles)
    figure, axes = _sheet(WIDTH * height / width + 0.9)
    sure = [one.value for one in values.values() if isfinite(one.value) and not _unsure(one)]
    edges = MaxNLocator(5, min_n_ticks=3).tick_values(min([0.0, *sure]), max([0.0, *sure]) or 1.0)
    edges = edges[: len(SHADES) + 1]
    for circle in circles:
        figure_here = values.get(circle.code)
        known = figure_here is not None and not _unsure(figure_here)
        rank = (
            int(np.searchsorted(edges, figure_here.value, side="right")) - 1 if known and figure_here else 0
        )
        rank = min(max(rank, 0), len(SHADES) - 1)
        fill = SHADES[rank] if known else PAPER
        look: dict[str, Any] = {"facecolor": fill, "edgecolor": INK, "linewidth": 0.7}
        axes.add_patch(Disc((circle.x, circle.y), circle.radius, **look, hatch="" if known else "//////"))
        if circle.radius > 1.75:
            size = min(9.0, 8.6 * circle.radius / max(len(circle.name) * 0.36, 1.2))
            label = circle.name.replace("-", "-\n") if size < 5.5 else circle.name
            colour = PAPER if known and rank > 2 else INK
            box = None if known else {"boxstyle": "round,pad=0.1", "facecolor": PAPER, "linewidth": 0}
            axes.text(circle.x, circle.y, label, ha="center", va="center", fontsize=max(size, 5.5),
                      color=colour, bbox=box, linespacing=0.9)  # fmt: skip
    axes.set_aspect("equal")
    axes.autoscale_view()
    axes.axis("off")
    shown = [
        Patch(facecolor=shade, edgecolor=INK, label=f"{written(low)} – {written(high)}")
        for shade, low, high in zip(SHADES, edges, edges[1:], strict=False)
    ]
    if any(_unsure(one) for one in values.values()):
        shown.append(Patch(facecolor=PAPER, edgecolor=INK, hatch="//////", label=unsure))
    axes.legend(handles=shown, title=legend, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=2,
                frameon=False, title_fontsize=9, fontsize=8)  # fmt: skip
    return _svg(figure)


def _unsure(one: Bar) -> bool:
    return not isfinite(one.value) or abs(one.value) <= one.error


def _sheet(height: float) -> tuple[Figure, Axes]:
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        return figure, figure.subplots()


def _places(labels: Sequence[str]) -> tuple[Any, float]:
    """Return where rows stand, from the top, and the height of all: a long label takes the room of its lines.

    A row of one or two lines is one high.

    >>> places, height = _places(["Un", "Deux", "Un nom si long qu'il prend au moins trois ou quatre lignes entières"])
    >>> bool(places[0] - places[1] == 1 < places[1] - places[2]), round(height, 1)
    (True, 3.9)
    """
    lines = [len(textwrap.wrap(label, WRAP)) for label in labels]
    heights = np.array([max(1.0, (0.06 + LINE * count) / BAR) for count in lines])
    total = float(heights.sum())
    return total - np.cumsum(heights) + heights / 2, total


def _whiskers(axes: Axes, values: Any, places: Any, errors: Any, below: Any = None) -> None:
    """Draw error bars, as long below as above unless told."""
    below = errors if below is None else below
    kept = (errors > 0) & (below > 0)
    sides = np.stack([below[kept], errors[kept]])
    look: dict[str, Any] = {"fmt": "none", "ecolor": INK, "elinewidth": 1.1, "capsize": 2.6}
    # A pale line under the dark one shows on a dark bar too.
    axes.errorbar(values[kept], places[kept], xerr=sides, **{**look, "ecolor": PAPER, "elinewidth": 2.6})
    axes.errorbar(values[kept], places[kept], xerr=sides, **look)


def _beside(axes: Axes, end: float, place: float, text: str, gap: float) -> None:
    axes.text(end + gap, place, text, va="center", ha="left" if gap > 0 else "right", fontsize=8)


def _rows(axes: Axes, places: Any, labels: Sequence[str], axis: str, ticks: Written) -> None:
    axes.axvline(0, color=INK, linewidth=0.9)
    axes.set_yticks(places, [textwrap.fill(label, WRAP) for label in labels])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_ylim(-0.1, _places(labels)[1] + 0.1)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(_formatter(ticks))
    axes.set_xlabel(axis)


def _formatter(written: Written) -> FuncFormatter:
    return FuncFormatter(lambda value, _: written(value))


def _svg(figure: Figure) -> str:
    out = io.StringIO()
    with mpl.rc_context(STYLE):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    text = STYLES.sub(_attributes, STYLE_SHEET.sub("", text[text.index("<svg") :]))
    return text.replace("<svg ", '<svg stroke-linejoin="round" ', 1)


def _attributes(found: re.Match[str]) -> str:
    """Write a style as attributes: pages refuse styles that are not in their own sheet."""
    said = (part.partition(":") for part in found[1].split(";") if part.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in said)
