"""The progress bar of what takes long: on the error output, and only where someone looks at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    TextColumn("{task.fields[said]}"),
    TimeElapsedColumn(),
)


@dataclass
class Followed:
    """A bar that is told how far something is.

    Attributes:
        bar, task: what is drawn.
        count: how many times the population will be computed, when that is known.
        rank: which of these times is under way.
    """

    bar: Progress
    task: TaskID
    count: int = 0
    rank: int = 1
    _finished: bool = False

    def households(self, done: int, total: int) -> None:
        """Tell how many households are computed; what follows the last one is the next computation."""
        self.rank += self._finished
        self._finished = done >= total
        step = f"Calcul {self.rank} sur {max(self.count, self.rank)}" if self.count else "Calcul"
        self._draw(step, done / max(total, 1), f"{done:_} ménages sur {total:_}".replace("_", " "))

    def share(self, what: str, share: float) -> None:
        """Tell what is being done, and what share of all is done."""
        self._draw(what, share, f"{share:.0%}".replace("%", " %"))

    def _draw(self, what: str, share: float, said: str) -> None:
        self.bar.update(self.task, description=what, completed=share, said=said)


@contextmanager
def following(count: int = 0) -> Iterator[Followed]:
    """Show a bar while something is done.

    Args:
        count: how many times a population will be computed, if it is.
    """
    with Progress(*COLUMNS, console=Console(stderr=True), transient=True) as bar:
        yield Followed(bar, bar.add_task("", total=1.0, said=""), count)
