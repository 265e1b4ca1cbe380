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
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
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


def test_the_wheel_holds_each_file_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert len(names) == len(set(names))
    for name in (
        "parameters/metropole_lyon/rsj.yaml",
        "variables/metropole_lyon/rsj.py",
        "api/app.py",
        "py.typed",
    ):
        assert f"openfisca_lyon/{name}" in names
    assert not [name for name in names if name.startswith(("tests/", "api/", "variables/"))]


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
