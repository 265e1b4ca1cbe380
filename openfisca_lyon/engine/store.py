"""Plans and templates kept on disk, under a fingerprint of all they depend on. Numpy only.

The fingerprint covers Python, numpy, every file of OpenFisca and of OpenFisca-France (path, size and time of
last change), and the content of our own rules, figures, tables and engine. A change of any of them leads to
another folder, so what is found is never stale. Templates do not depend on the parts of the engine that join
them, so a change of those leaves them where they are. Rules changed in memory have no fingerprint, and are
kept in memory only.

The files are read with ``pickle``: the folder must belong to who runs the program, as a user's cache does.
"""

import hashlib
import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from openfisca_lyon.engine.plan import version

FORMAT = "2"
VARIABLE = "OPENFISCA_LYON_CACHE"
KEPT = 6  # fingerprints
PLANS = 300  # plans of one fingerprint
PLANS_FOLDER = "plans/"
RULES = ("system", "parameters", "variables", "data")
TRACER = "engine/tracer"
RECORDING = ("facts", "graph", "kernels", "opaque", "templates")  # what, beside the tracer, makes templates


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
    """Return a fingerprint of all that the templates of the rules in force depend on."""
    digest = hashlib.sha256(f"{FORMAT} {version()}".encode())
    for package in ("openfisca_core", "openfisca_france"):
        for name, entry in sorted(_files(str(_package(package)), "")):
            stat = entry.stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    ours = _package("openfisca_lyon")
    for folder_name in (*RULES, TRACER):
        _contents(digest, str(ours / folder_name))
    for name in RECORDING:
        digest.update((ours / "engine" / f"{name}.py").read_bytes())
    return digest.hexdigest()[:24]


def fingerprint_of_engine() -> str:
    """Return a fingerprint of the engine, on which plans depend too."""
    digest = hashlib.sha256()
    _contents(digest, str(_package("openfisca_lyon") / "engine"))
    return digest.hexdigest()[:12]


def _contents(digest: Any, directory: str) -> None:
    for name, entry in sorted(_files(directory, "")):
        content = Path(entry.path).read_bytes()
        digest.update(f"{name}\0{len(content)}\n".encode() + content)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name)
    return Path(spec.origin).parent


def _files(directory: str, prefix: str) -> "Iterator[tuple[str, os.DirEntry[str]]]":
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _files(entry.path, f"{prefix}{entry.name}/")
            else:
                yield f"{prefix}{entry.name}", entry


class Store:
    """What is kept for some rules. Failing to read or write is never an error: it is done again.

    Args:
        reform: fingerprint of what a reform changes in the rules in force; none for these.
    """

    def __init__(self, reform: str = "") -> None:
        self.folder = folder() / fingerprint()
        self.of_reform = bool(reform)
        if reform:
            self.folder = self.folder / "reforms" / reform
        self._plans = f"plans-{fingerprint_of_engine()}"

    def _path(self, name: str) -> Path:
        if name.startswith(PLANS_FOLDER):
            name = f"{self._plans}/{name.removeprefix(PLANS_FOLDER)}"
        return self.folder / f"{name}.pickle"

    def read(self, name: str) -> Any:
        """Return what is kept under a name, or None."""
        path = self._path(name)
        try:
            with path.open("rb") as file:
                kept = pickle.load(file)
            os.utime(path)
            return kept
        except (OSError, pickle.PickleError, EOFError, AttributeError, ImportError, ValueError, TypeError):
            return None

    def write(self, name: str, kept: Any) -> None:
        """Keep something under a name."""
        path = self._path(name)
        try:
            if not self.folder.exists():
                self.folder.mkdir(mode=0o700, parents=True)
                _forget_old(self.folder.parent)
            if not path.parent.exists():
                path.parent.mkdir(mode=0o700, exist_ok=True)
                _forget_old(self.folder)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                pickle.dump(kept, file, protocol=pickle.HIGHEST_PROTOCOL)
            os.replace(file.name, path)
            if name.startswith(PLANS_FOLDER):
                for old in _oldest(path.parent.iterdir(), PLANS):
                    old.unlink(missing_ok=True)
        except OSError:
            return


def _forget_old(parent: Path) -> None:
    """Remove the folders that were left alone longest."""
    for old in _oldest([path for path in parent.iterdir() if path.is_dir()], KEPT):
        shutil.rmtree(old, ignore_errors=True)


def _oldest(paths: Iterable[Path], kept: int) -> list[Path]:
    """Return paths beyond the most recent."""
    return sorted(paths, key=lambda path: path.stat().st_mtime, reverse=True)[kept:]


def name_of(key: Any) -> str:
    """Return the name under which the plan of a key is kept."""
    return PLANS_FOLDER + hashlib.sha256(repr(key).encode()).hexdigest()[:32]
