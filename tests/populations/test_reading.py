"""The Métropole's own file: every fault is told by row and column, good households are kept as they are."""

from pathlib import Path

import pandas as pd
import pytest
import yaml
from typer.testing import CliRunner

from openfisca_lyon.cli.commands import app
from openfisca_lyon.populations import PopulationError, read_parquet
from openfisca_lyon.populations.mapping import MappingError, read_mapping
from openfisca_lyon.populations.reading import read

MAPPING = """
fichier: {separateur: ";", decimale: ","}
montants: {annee: 2024, par: mois}
personnes:
  menage: NUM
  lien: {colonne: LIEN, codes: {1: reference, 2: conjoint, 3: enfant, 4: autre}}
  age: AGE
  femme: {colonne: SEXE, codes: {F: oui, M: non}}
  activite: {colonne: ACT, codes: {A: actif, C: chomeur, E: etudiant, R: retraite, I: inactif}}
  salaire: {colonne: SAL, nature: net}
  retraite: {colonne: PENS, nature: net}
menages:
  commune: COM
  statut_occupation_logement: {colonne: OCC, codes: {P: proprietaire, H: locataire_hlm, L: locataire_vide}}
  loyer: LOYER
"""
HEADER = "NUM;LIEN;AGE;SEXE;ACT;SAL;PENS;COM;OCC;LOYER"
GOOD = [
    "a;3;10;M;E;0;0;69123;H;400,50",
    "a;1;40;F;A;1500,50;0;69123;H;400,50",
    "b;1;72;M;R;0;1300;69383;L;600",
    "b;2;70;F;R;0;900;69383;L;600",
]


@pytest.fixture
def mapping() -> object:
    return yaml.safe_load(MAPPING)


def written(folder: Path, rows: list[str]) -> Path:
    path = folder / "menages.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def faults(folder: Path, mapping: object, rows: list[str]) -> list[tuple[int, str]]:
    found = read(written(folder, [*GOOD, *rows]), read_mapping(mapping))
    assert found.kept == len(GOOD)
    return [(fault.row, fault.column) for fault in found.faults]


def test_a_good_file_is_read_whole(tmp_path: Path, mapping: object) -> None:
    found = read(written(tmp_path, GOOD), read_mapping(mapping))
    assert not found.faults
    assert found.kept == found.rows == 4
    population = found.population
    assert population is not None
    assert population.menages["commune"].tolist() == ["69123", "69123"]  # the third arrondissement is Lyon
    assert population.menages["loyer"].tolist() == [400.5, 600]
    assert population.menages["type_menage"].tolist() == ["famille_monoparentale", "couple_sans_enfant"]
    people = population.individus
    assert (people["age_mois"] // 12).tolist() == [40, 10, 72, 70]
    assert people["role_famille"].tolist() == [0, 2, 0, 1]
    assert population.metadata.amounts == {"salaires": 2024, "prestations": 2024, "loyers": 2024}


def test_net_amounts_become_gross(tmp_path: Path, mapping: object) -> None:
    population = read(written(tmp_path, GOOD), read_mapping(mapping)).population
    assert population is not None
    people = population.individus
    assert people["salaire_de_base"].iloc[0] == pytest.approx(1895.53, abs=0.01)
    # A couple of pensioners at that income bears the reduced rate: gross is above net, by less than a tenth.
    assert 1300 < people["retraite_brute"].iloc[2] < 1430


def test_what_the_file_lacks_is_said(tmp_path: Path, mapping: object) -> None:
    population = read(written(tmp_path, GOOD), read_mapping(mapping)).population
    assert population is not None
    assert any("chomage (0)" in note for note in population.metadata.notes)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("c;1;quarante;F;A;1500;0;69266;P;0", "AGE"),
        ("c;1;40,5;F;A;1500;0;69266;P;0", "AGE"),
        ("c;1;140;F;A;1500;0;69266;P;0", "AGE"),
        ("c;1;;F;A;1500;0;69266;P;0", "AGE"),
        ("c;1;40;X;A;1500;0;69266;P;0", "SEXE"),
        ("c;1;40;F;A;-5;0;69266;P;0", "SAL"),
        ("c;1;40;F;A;nan;0;69266;P;0", "SAL"),
        ("c;1;40;F;A;inf;0;69266;P;0", "SAL"),
        ("c;1;40;F;A;0;0;75056;P;0", "COM"),
        ("c;1;40;F;A;0;0;69266;Z;0", "OCC"),
        ("c;2;40;F;A;0;0;69266;P;0", "LIEN"),
        (";1;40;F;A;0;0;69266;P;0", "NUM"),
        ("c;1;40;F;A;0;0;69266;P;0;0", ""),
    ],
)
def test_a_fault_is_told_by_row_and_column(tmp_path: Path, mapping: object, row: str, column: str) -> None:
    assert faults(tmp_path, mapping, [row]) == [(6, column)]


def test_all_faults_are_told_at_once(tmp_path: Path, mapping: object) -> None:
    rows = ["c;1;x;F;A;1;0;69266;P;0", "d;1;30;X;A;y;0;69266;P;0", "c;1;30;F;A;1;0;69266;P;0"]
    assert faults(tmp_path, mapping, rows) == [(6, "AGE"), (7, "SAL"), (7, "SEXE"), (8, "LIEN")]


def test_a_household_is_left_out_whole(tmp_path: Path, mapping: object) -> None:
    rows = ["c;1;40;F;A;1500;0;69266;P;0", "c;3;x;F;I;0;0;69266;P;0", "d;1;40;F;A;1;0;69266;P;0"]
    found = read(written(tmp_path, [*GOOD, *rows]), read_mapping(mapping))
    assert found.kept == 5
    assert len(found.faults) == 1


def test_facts_of_a_household_must_agree(tmp_path: Path, mapping: object) -> None:
    rows = ["c;1;40;F;A;1500;0;69266;P;0", "c;3;4;F;I;0;0;69266;P;700"]
    assert faults(tmp_path, mapping, rows) == [(7, "LOYER")]


def test_a_parquet_file_is_read_as_the_same_csv(tmp_path: Path, mapping: object) -> None:
    from_csv = read(written(tmp_path, GOOD), read_mapping(mapping)).population
    table = pd.read_csv(tmp_path / "menages.csv", sep=";", decimal=",")
    table.to_parquet(tmp_path / "menages.parquet")
    from_parquet = read(tmp_path / "menages.parquet", read_mapping(mapping)).population
    assert from_csv is not None
    assert from_parquet is not None
    assert from_csv.metadata.fingerprint == from_parquet.metadata.fingerprint


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, mapping: object) -> None:
    good = read_mapping(mapping)
    with pytest.raises(PopulationError, match="n'existe pas"):
        read(tmp_path / "absent.csv", good)
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(PopulationError, match="vide"):
        read(tmp_path / "empty.csv", good)
    (tmp_path / "latin.csv").write_bytes(f"{HEADER}\n\xe9".encode("latin-1"))
    with pytest.raises(PopulationError, match="utf-8"):
        read(tmp_path / "latin.csv", good)
    (tmp_path / "no.parquet").write_text("bonjour")
    with pytest.raises(PopulationError, match="lisible"):
        read(tmp_path / "no.parquet", good)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"montants": {"annee": 1789}}, "/montants/annee"),
        ({"montants": {"annee": 2024, "par": "jour"}}, "/montants/par"),
        ({"personnes": {}}, "/personnes/age"),
        (
            {"menages": {"commune": "COM", "statut_occupation_logement": "OCC", "jardin": "J"}},
            "/menages/jardin",
        ),
        (
            {
                "menages": {
                    "commune": "COM",
                    "statut_occupation_logement": {"colonne": "O", "codes": {"1": "loft"}},
                }
            },
            "/menages/statut_occupation_logement/codes/1",
        ),
        (
            {
                "menages": {
                    "commune": "COM",
                    "statut_occupation_logement": "O",
                    "loyer": {"colonne": "L", "nature": "net"},
                }
            },
            "/menages/loyer/nature",
        ),
    ],
)
def test_a_wrong_mapping_names_the_field(
    mapping: dict[str, object], change: dict[str, object], pointer: str
) -> None:
    with pytest.raises(MappingError) as error:
        read_mapping({**mapping, **change})
    assert pointer in [fault.pointer for fault in error.value.faults]


def test_the_command_tells_by_its_exit_code_and_repeats_nothing(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    out = tmp_path / "p.parquet"
    base = ["population", "read", "--correspondance", str(tmp_path / "m.yaml"), "--out", str(out)]
    runner = CliRunner()
    done = runner.invoke(app, [*base, str(written(tmp_path, GOOD))], catch_exceptions=False)
    assert done.exit_code == 0
    assert len(read_parquet(out)) == 2
    checked = runner.invoke(app, ["population", "check", str(out), "--structure"], catch_exceptions=False)
    assert checked.exit_code == 0
    assert "inconnu" in checked.output  # nobody of some kinds: nothing is made up, nothing breaks
    secret = "secret-4242"
    rows = [*GOOD, f"{secret};1;{secret};F;A;1500;0;69266;P;0"]
    done = runner.invoke(app, [*base, str(written(tmp_path, rows))], catch_exceptions=False)
    assert done.exit_code == 1
    assert "Ligne 6, colonne AGE" in done.output
    report = out.with_suffix(".fautes.csv").read_text(encoding="utf-8")
    assert "AGE" in report
    assert secret not in done.output + report
    done = runner.invoke(app, [*base, str(tmp_path / "absent.csv")], catch_exceptions=False)
    assert done.exit_code == 2


def test_a_file_from_a_spreadsheet_is_read_whole(tmp_path: Path, mapping: object) -> None:
    """It begins with a mark, and quotes what it likes."""
    path = tmp_path / "tableur.csv"
    path.write_text("\ufeff" + "\n".join(['"NUM"' + HEADER[3:], *GOOD]), encoding="utf-8")
    assert read(path, read_mapping(mapping)).kept == len(GOOD)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEADER.replace(";", ",") + "\na,1", "séparateur"),
        ("", "vide"),
        (HEADER.replace("SEXE", "SÉXE"), "latin-1"),
    ],
)
def test_a_file_written_otherwise_says_what_to_change(
    tmp_path: Path, mapping: object, content: str, message: str
) -> None:
    path = tmp_path / "autre.csv"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(PopulationError, match=message):
        read(path, read_mapping(mapping))


@pytest.mark.parametrize("wage", ["1.500", "1 500", "1500 €"])
def test_a_number_that_can_be_read_two_ways_is_refused(tmp_path: Path, mapping: object, wage: str) -> None:
    assert faults(tmp_path, mapping, [f"c;1;40;F;A;{wage};0;69266;P;0"]) == [(6, "SAL")]


def test_nothing_more_is_said_of_people_whose_household_is_not_known(tmp_path: Path, mapping: object) -> None:
    rows = [";1;30;F;A;1000;0;69123;P;0", ";1;31;M;A;900;0;69266;H;400", "c;1;40;F"]
    assert faults(tmp_path, mapping, rows) == [(6, "NUM"), (7, "NUM"), (8, "")]


def test_a_child_is_not_the_reference_person(tmp_path: Path, mapping: object) -> None:
    assert faults(tmp_path, mapping, ["c;1;4;F;E;0;0;69266;P;0"]) == [(6, "AGE")]
