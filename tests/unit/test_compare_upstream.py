"""The comparison with OpenFisca-France's own tests: it sees a difference, and names the mend behind it."""

import importlib.util
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
spec = importlib.util.spec_from_file_location("compare_upstream", ROOT / "scripts/compare_upstream.py")
assert spec is not None
assert spec.loader is not None
script = importlib.util.module_from_spec(spec)
sys.modules["compare_upstream"] = script  # a dataclass looks its module up there
spec.loader.exec_module(script)


def test_a_wrong_answer_of_france_is_a_difference_that_a_mend_explains() -> None:
    count, found = script.differences(ROOT / "tests/upstream/aeeh.yaml")
    assert count == len(found)
    assert all(one.france == "passed" and "aeeh" in one.mends for one in found)


def test_the_same_answer_is_no_difference(tmp_path: Path) -> None:
    file = tmp_path / "age.yaml"
    case = {
        "name": "âge",
        "period": "2026-10",
        "input": {"date_naissance": "1990-05-10"},
        "output": {"age": 36},
    }
    file.write_text(yaml.safe_dump([case], allow_unicode=True))
    assert script.differences(file) == (1, [])
