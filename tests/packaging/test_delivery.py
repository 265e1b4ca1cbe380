"""What is delivered: a wheel that needs no checkout, and a country package that OpenFisca's own tools serve."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("parameters", "variables", "reforms", "api")
PROBE = """
import json, openfisca_lyon
from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.system import load, reforms
from openfisca_lyon.situations import read
from openfisca_lyon.engine import calculate
system = load()
households = read({"personnes": [{"age": 22}], "logement": {"commune": "Bron"}}, "2026-10").households
values = calculate(households, ["rsj_condition_age", "reside_metropole_lyon"], "2026-10")
print(json.dumps({
    "from": openfisca_lyon.__file__,
    "rights": sorted(catalogue()),
    "variables": len(system.variables),
    "reforms": sorted(reforms()),
    "values": [bool(one[0]) for one in values.values()],
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # From the source archive: a wheel made in the checkout can ship a deleted rule left in build/.
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return next(folder.glob("*.whl"))


def probe(folder: Path, away: Path) -> dict[str, object]:
    """Ask the package found in a folder what it holds, from another place than the checkout."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    result = subprocess.run(
        [sys.executable, "-c", PROBE], check=True, capture_output=True, text=True, cwd=away, env=environment
    )
    return json.loads(result.stdout)


def test_the_wheel_answers_as_the_checkout(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "site"
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(installed),
        str(wheel),
    ]
    subprocess.run(command, check=True, capture_output=True)
    here, there = probe(ROOT, tmp_path), probe(installed, tmp_path)
    assert str(there.pop("from")).startswith(str(installed))
    here.pop("from")
    assert there == here
    assert there["values"] == [True, True]


def test_the_wheel_holds_each_file_of_the_folders_once_and_nothing_else(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    expected = [
        f"openfisca_lyon/{path.relative_to(ROOT)}" for folder in FOLDERS for path in files(ROOT / folder)
    ]
    expected += [str(path.relative_to(ROOT)) for path in files(ROOT / "openfisca_lyon")]
    assert sorted(names) == sorted(expected)


def files(folder: Path) -> list[Path]:
    """Return the files of a folder, without following its links."""
    return [
        Path(place) / name
        for place, _, names in os.walk(folder)
        for name in names
        if "__pycache__" not in place and not (Path(place) / name).is_symlink()
    ]


def test_openfisca_test_runs_our_law_tests() -> None:
    command = [sys.executable, "-c", "from openfisca_core.scripts.openfisca_command import main; main()"]
    arguments = ["test", "--country-package", "openfisca_lyon", "tests/law/metropole_lyon/rsj.yaml"]
    result = subprocess.run(
        [*command, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert " passed" in result.stdout


def test_openfisca_serve_serves_our_rules() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from openfisca_core.scripts.openfisca_command import main; main()"]
    arguments = [
        "serve",
        "--country-package",
        "openfisca_lyon",
        "--port",
        str(port),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    case = {
        "individus": {"a": {"age": {"2026-10": 22}, "rsj_condition_age": {"2026-10": None}}},
        "familles": {"f": {"parents": ["a"]}},
        "foyers_fiscaux": {"f": {"declarants": ["a"]}},
        "menages": {
            "m": {
                "personne_de_reference": ["a"],
                "depcom": {"2026-10": "69385"},
                "reside_metropole_lyon": {"2026-10": None},
            }
        },
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/calculate", json.dumps(case).encode(), {"Content-Type": "application/json"}
    )
    server = subprocess.Popen(
        [*command, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        answer = _ask(request, seconds=90)
    finally:
        server.terminate()
        server.wait(20)
    assert answer["individus"]["a"]["rsj_condition_age"]["2026-10"] is True
    assert answer["menages"]["m"]["reside_metropole_lyon"]["2026-10"] is True


def _ask(request: urllib.request.Request, seconds: int) -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    """Ask until the server is up."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
