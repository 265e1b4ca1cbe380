"""Plans and templates kept on disk, under a fingerprint of all they depend on. Numpy only.

The fingerprint covers the engine's format, Python, numpy, and every file of OpenFisca, of OpenFisca-France,
and of our own rules, figures and tables: path, size and time of last change. A change of any of them leads
to another folder, so what is found is never stale. Rules changed in memory have no fingerprint, and are
kept in memory only.

The files are read with ``pickle``: the folder must belong to who runs the program, as a user's cache does.
"""

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from openfisca_lyon.engine.plan import version

FORMAT = "1"
VARIABLE = "OPENFISCA_LYON_CACHE"
KEPT = 3  # fingerprints
PLANS = 300  # plans of one fingerprint
OURS = ("engine", "system", "parameters", "variables", "data")


def folder() -> Path:
    """Return the folder of what is kept: ``OPENFISCA_LYON_CACHE``, or the platform's for caches."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "openfisca-lyon" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "openfisca-lyon"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "openfisca-lyon"


def fingerprint() -> str:
    """Return a fingerprint of all that the rules in force depend on."""
    digest = hashlib.sha256(f"{FORMAT} {version()}".encode())
    roots = [_package("openfisca_core"), _package("openfisca_france")]
    roots += [_package("openfisca_lyon") / name for name in OURS]
    for root in roots:
        for name, size, changed in sorted(_files(str(root), "")):
            digest.update(f"{name}\0{size}\0{changed}\n".encode())
    return digest.hexdigest()[:24]


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name)
    return Path(spec.origin).parent


def _files(directory: str, prefix: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _files(entry.path, f"{prefix}{entry.name}/")
            else:
                stat = entry.stat()
                yield f"{prefix}{entry.name}", stat.st_size, stat.st_mtime_ns


class Store:
    """What is kept for the rules in force. Failing to read or write is never an error: it is done again."""

    def __init__(self) -> None:
        self.folder = folder() / fingerprint()

    def read(self, name: str) -> Any:
        """Return what is kept under a name, or None."""
        path = self.folder / f"{name}.pickle"
        try:
            with path.open("rb") as file:
                kept = pickle.load(file)
            os.utime(path)
            return kept
        except (OSError, pickle.PickleError, EOFError, AttributeError, ImportError, ValueError, TypeError):
            return None

    def write(self, name: str, kept: Any) -> None:
        """Keep something under a name."""
        path = self.folder / f"{name}.pickle"
        try:
            if not self.folder.exists():
                self.folder.mkdir(mode=0o700, parents=True)
                self._forget_old(self.folder.parent)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                pickle.dump(kept, file, protocol=pickle.HIGHEST_PROTOCOL)
            os.replace(file.name, path)
            if name.startswith("plans/"):
                for old in _oldest(path.parent, PLANS):
                    old.unlink(missing_ok=True)
        except OSError:
            return

    @staticmethod
    def _forget_old(parent: Path) -> None:
        for old in _oldest(parent, KEPT):
            for path in sorted(old.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
            old.rmdir()


def _oldest(parent: Path, kept: int) -> list[Path]:
    """Return what is in a folder beyond the most recent."""
    return sorted(parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)[kept:]


def name_of(key: Any) -> str:
    """Return the name under which the plan of a key is kept."""
    return "plans/" + hashlib.sha256(repr(key).encode()).hexdigest()[:32]
