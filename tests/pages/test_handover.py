"""A simulation passed by a code: read once, by whoever has the code and the server's key, and by no one else.

On SQLite and on a PostgreSQL cluster that these tests start and stop.
"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Blueprint, Flask, request
from sqlalchemy import select, text
from typer.testing import CliRunner

from openfisca_lyon.api import create_app
from openfisca_lyon.api.handovers import (
    Handovers,
    KeyChangedError,
    TooManyAttemptsError,
    TooMuchError,
    UnknownCodeError,
    sealing,
    store,
)
from openfisca_lyon.api.handovers.migrating import migrate
from openfisca_lyon.api.pages import handover
from openfisca_lyon.api.settings import Settings
from openfisca_lyon.cli.commands import app as command

CANARY = "Zébulon4217"
CONTENT = {"personnes": [{"nom": CANARY, "age": 31}], "logement": {"commune": "69266"}}
KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A PostgreSQL cluster of its own, on a socket in its own folder."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not binaries:
        pytest.fail("PostgreSQL is needed: scripts/setup.sh VENV tests installs it")
    folder = binaries[-1].parent
    # A socket's address is at most a hundred characters long: pytest's own folders may be too deep.
    home = Path(tempfile.mkdtemp(prefix="ol-pg-"))
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(home, user.pw_uid, user.pw_gid)
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(*command: str) -> None:
        subprocess.run(
            [str(folder / command[0]), *command[1:]],
            check=True, stdout=subprocess.DEVNULL, cwd=home, timeout=120, **as_user,
        )  # fmt: skip

    data = str(home / "data")
    run("initdb", "-D", data, "-U", "lyon", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
    run("pg_ctl", "-D", data, "-w", "-l", str(home / "log"), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://lyon@/postgres?host={home}"
    finally:
        run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(home)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        found = f"sqlite:///{tmp_path / 'codes.db'}"
    else:
        found = request.getfixturevalue("cluster")
        engine = store.connected(found)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    migrate(found)
    return str(found)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive fast: what is slow is scrypt's own matter."""
    monkeypatch.setattr(sealing, "COST", 2**4)


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(url: str, clock: Clock) -> Iterator[Callable[..., Handovers]]:
    made = []

    def make(*keys: bytes) -> Handovers:
        made.append(Handovers(url, keys or [KEY], clock=clock))
        return made[-1]

    yield make
    for one in made:
        one.close()


def rows(handovers: Handovers) -> list[Any]:
    with handovers.engine.connect() as connection:
        return list(connection.execute(select(store.kept)))


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10**sealing.DIGITS:0{sealing.DIGITS}d}"


def test_a_code_gives_the_simulation_once(opened: Callable[..., Handovers]) -> None:
    handovers, counter = opened(), opened()
    code = handovers.give(CONTENT)
    assert len(rows(handovers)) == 1
    assert counter.take(f" {code[:2]}-{code[2:]} ", "agent") == CONTENT
    assert not rows(handovers)
    with pytest.raises(UnknownCodeError):
        counter.take(code, "agent")


def test_a_wrong_code_gives_nothing_and_keeps_the_simulation(opened: Callable[..., Handovers]) -> None:
    handovers = opened()
    code = handovers.give(CONTENT)
    for wrong in (another(code), "", "12", "abcdefghij", code + "1", "9" * 4000):
        with pytest.raises(UnknownCodeError):
            handovers.take(wrong, wrong[:5])
    assert handovers.take(code, "agent") == CONTENT


def test_after_too_many_wrong_codes_the_right_one_is_refused_for_a_while(
    opened: Callable[..., Handovers], clock: Clock
) -> None:
    handovers, other_server = opened(), opened()
    handovers.seconds = 10_000
    code = handovers.give(CONTENT)
    for rank in range(store.MOST_ATTEMPTS):
        with pytest.raises(UnknownCodeError):
            (handovers, other_server)[rank % 2].take(another(code), "agent")
    clock.now += 60
    for server in (handovers, other_server):  # counted together
        with pytest.raises(TooManyAttemptsError) as refused:
            server.take(code, "agent")
        assert refused.value.wait == store.WINDOW - 60
    clock.now += store.WINDOW - 60
    assert handovers.take(code, "agent") == CONTENT


def test_someone_else_is_not_refused_for_it(opened: Callable[..., Handovers]) -> None:
    handovers = opened()
    code = handovers.give(CONTENT)
    for _ in range(store.MOST_ATTEMPTS):
        with pytest.raises(UnknownCodeError):
            handovers.take(another(code), "agent")
    assert handovers.take(code, "another") == CONTENT


def test_right_codes_are_not_counted(opened: Callable[..., Handovers]) -> None:
    handovers = opened()
    for _ in range(2 * store.MOST_ATTEMPTS):
        assert handovers.take(handovers.give(CONTENT), "agent") == CONTENT


def test_a_simulation_is_erased_when_its_time_is_over(opened: Callable[..., Handovers], clock: Clock) -> None:
    handovers = opened()
    first, second = handovers.give(CONTENT), handovers.give(CONTENT)
    clock.now += handovers.seconds - 1
    assert handovers.take(first, "agent") == CONTENT
    clock.now += 1
    with pytest.raises(UnknownCodeError):
        handovers.take(second, "agent")
    assert not rows(handovers)


def test_it_is_erased_even_if_no_one_comes(opened: Callable[..., Handovers], clock: Clock) -> None:
    handovers = opened()
    handovers.give(CONTENT)
    timer = handovers._eraser
    assert timer is not None
    assert timer.daemon
    timer.cancel()
    clock.now += handovers.seconds
    timer.function()
    assert not rows(handovers)


def test_the_database_says_nothing(opened: Callable[..., Handovers], url: str, tmp_path: Path) -> None:
    handovers = opened()
    code = handovers.give(CONTENT)
    with pytest.raises(UnknownCodeError):
        handovers.take(another(code), "agent Dupont")
    row = rows(handovers)[0]
    assert len(row.sealed) % sealing.BLOCK == 28  # a nonce and a tag, around blocks: not the true length
    # Neither the code nor its plain prints find the row.
    places = {sealing.ServerKey(key).slot(code).place for key in (OTHER, b"", code.encode())}
    assert row.place not in places
    with pytest.raises(sealing.UnreadableError):
        sealing.ServerKey(OTHER).slot(code).opened(row.sealed)
    if url.startswith("sqlite"):
        stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    else:
        with handovers.engine.connect() as connection:
            everything = [list(connection.execute(select(table))) for table in store.metadata.sorted_tables]
        stored = repr(everything).encode() + row.sealed
    for secret in (CANARY.encode(), b"Dupont", b"69266", b"personnes", code.encode(), KEY):
        assert secret not in stored
    assert row.sealed in stored


def test_what_is_erased_leaves_no_trace_in_the_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'codes.db'}"
    migrate(url)
    handovers = Handovers(url, [KEY])
    code = handovers.give(CONTENT)
    sealed = rows(handovers)[0].sealed
    handovers.take(code, "agent")
    assert sealed[:64] not in (tmp_path / "codes.db").read_bytes()


def test_an_altered_row_is_not_read(opened: Callable[..., Handovers]) -> None:
    handovers = opened()
    first, second = handovers.give(CONTENT), handovers.give({"personnes": []})
    with handovers.engine.begin() as connection:
        swapped = [row.sealed for row in connection.execute(select(store.kept))][::-1]
        for row, sealed in zip(list(connection.execute(select(store.kept))), swapped, strict=True):
            connection.execute(
                store.kept.update().where(store.kept.c.place == row.place).values(sealed=sealed)
            )
    for code in (first, second):
        with pytest.raises(UnknownCodeError):
            handovers.take(code, "agent")


def test_of_many_who_ask_at_once_one_is_served(opened: Callable[..., Handovers]) -> None:
    handovers = opened()
    code = handovers.give(CONTENT)
    together = threading.Barrier(6)

    def ask(rank: int) -> Any:
        together.wait(30)
        try:
            return handovers.take(code, f"agent {rank}")
        except UnknownCodeError:
            return None

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, range(6)))
    assert answers.count(CONTENT) == 1
    assert answers.count(None) == 5


def test_many_wrong_codes_at_once_are_all_counted(opened: Callable[..., Handovers]) -> None:
    handovers = opened()
    code = another(handovers.give(CONTENT))
    together = threading.Barrier(12)

    def ask(_: int) -> type[Exception]:
        together.wait(30)
        with pytest.raises((UnknownCodeError, TooManyAttemptsError)) as refused:
            handovers.take(code, "agent")
        return refused.type

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(ask, range(12)))
    assert answers.count(UnknownCodeError) <= store.MOST_ATTEMPTS


def test_a_key_is_changed_without_losing_what_waits(opened: Callable[..., Handovers]) -> None:
    before = opened(KEY)
    code = before.give(CONTENT)
    after = opened(OTHER, KEY)
    assert rows(before)[0].key_name == after.keys[1].name
    assert after.take(code, "agent") == CONTENT
    after.give(CONTENT)
    assert rows(after)[0].key_name == after.keys[0].name


def test_a_lost_key_is_said(opened: Callable[..., Handovers]) -> None:
    code = opened(KEY).give(CONTENT)
    lost = opened(OTHER)
    with pytest.raises(KeyChangedError):
        lost.take(code, "agent")
    assert len(rows(lost)) == 1  # another server may still have the key


def test_too_much_is_refused(opened: Callable[..., Handovers], monkeypatch: pytest.MonkeyPatch) -> None:
    handovers = opened()
    with pytest.raises(TooMuchError):
        handovers.give({"nom": os.urandom(sealing.MOST_BYTES).hex()})
    monkeypatch.setattr(store, "MOST_KEPT", 1)
    handovers.give(CONTENT)
    with pytest.raises(TooMuchError):
        handovers.give(CONTENT)


def test_a_code_drawn_twice_is_drawn_again(
    opened: Callable[..., Handovers], monkeypatch: pytest.MonkeyPatch
) -> None:
    handovers = opened()
    drawn = iter(["1" * 10, "1" * 10, "2" * 10])
    monkeypatch.setattr(store, "new_code", lambda: next(drawn))
    assert [handovers.give("un"), handovers.give("deux")] == ["1" * 10, "2" * 10]
    assert handovers.take("1" * 10, "agent") == "un"


def test_migrations_make_the_tables_that_the_code_reads(url: str) -> None:
    migrate(url)  # nothing to do any more, and no fault
    engine = store.connected(url)
    with engine.connect() as connection:
        found = compare_metadata(
            MigrationContext.configure(connection, opts={"version_table": "handover_migrations"}),
            store.metadata,
        )
    engine.dispose()
    assert not found


def test_servers_that_start_together_migrate_once(cluster: str) -> None:
    engine = store.connected(cluster)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [cluster] * 4))


def test_trying_a_code_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost is that of scrypt's own recommendation for what must resist: 64 MiB or more."""
    monkeypatch.undo()
    assert sealing.COST * 8 * 128 >= 64 * 1024 * 1024
    code = sealing.new_code()
    assert sealing.ServerKey(KEY).slot(code).place != sealing.ServerKey(OTHER).slot(code).place


# What people see of it.


@pytest.fixture
def served(url: str) -> Iterator[Flask]:
    app = create_app(
        {"PROPAGATE_EXCEPTIONS": False},
        Settings(database=url, visit_key="only for tests", handover_keys="un"),
    )
    door = Blueprint("door", __name__)

    @door.post("/essai/montrer")
    def give() -> Any:
        return handover.give_code(CONTENT)

    @door.post("/essai/ouvrir")
    def take() -> Any:
        return dict(zip(("content", "fault"), handover.taken(request.form["code"]), strict=True))

    app.register_blueprint(door)
    yield app
    app.extensions[handover.KEY].codes.close()


def code_of(page: str) -> str:
    return re.sub(r"\D", "", re.search(r'id="code"><strong>([^<]+)', page)[1])


def test_a_resident_reads_a_code_and_an_agent_opens_it(
    served: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    resident, counter = served.test_client(), served.test_client()
    given = resident.post("/essai/montrer")
    assert given.status_code == 303
    page = resident.get(given.location)
    assert page.headers["Cache-Control"] == "no-store"
    code = code_of(page.text)
    assert code not in given.location
    answer = counter.post("/essai/ouvrir", data={"code": sealing.grouped(code)}).get_json()
    assert answer == {"content": CONTENT, "fault": ""}
    again = counter.post("/essai/ouvrir", data={"code": code}).get_json()
    assert again == {"content": None, "fault": "inconnu"}
    assert CANARY not in caplog.text
    assert code not in caplog.text


def test_a_resident_may_erase_what_waits(served: Flask) -> None:
    resident = served.test_client()
    resident.post("/essai/montrer")
    page = resident.get("/montrer").text
    token = re.search(r'name="jeton" value="([^"]+)"', page)[1]
    assert resident.post("/montrer/effacer").status_code == 403
    assert resident.post("/montrer/effacer", data={"jeton": token}).status_code == 303
    assert 'id="code"' not in resident.get("/montrer").text
    answer = served.test_client().post("/essai/ouvrir", data={"code": code_of(page)}).get_json()
    assert answer["fault"] == "inconnu"


def test_asking_again_replaces_the_code(served: Flask) -> None:
    resident = served.test_client()
    resident.post("/essai/montrer")
    first = code_of(resident.get("/montrer").text)
    resident.post("/essai/montrer")
    second = code_of(resident.get("/montrer").text)
    answers = [
        served.test_client().post("/essai/ouvrir", data={"code": code}).get_json() for code in (first, second)
    ]
    assert [answer["fault"] for answer in answers] == ["inconnu", ""]


def test_a_crowd_of_codes_is_refused(served: Flask) -> None:
    resident = served.test_client()
    answers = [resident.post("/essai/montrer").status_code for _ in range(handover.GIVEN + 1)]
    assert answers == [303] * handover.GIVEN + [429]


def test_too_many_wrong_codes_and_a_changed_key_are_told_apart(served: Flask) -> None:
    counter = served.test_client()
    answers = [
        counter.post("/essai/ouvrir", data={"code": f"{rank:010d}"}).get_json()["fault"] for rank in range(6)
    ]
    assert answers == ["inconnu"] * store.MOST_ATTEMPTS + ["essais"]


def test_without_its_database_the_site_works_and_says_that_codes_do_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = "postgresql+psycopg://lyon:mot-de-passe@/postgres?host=/nowhere"
    app = create_app({"PROPAGATE_EXCEPTIONS": False}, Settings(database=url))
    door = Blueprint("door", __name__)
    door.add_url_rule(
        "/essai/montrer", view_func=lambda: handover.give_code(CONTENT), methods=["POST"], endpoint="give"
    )
    app.register_blueprint(door)
    client = app.test_client()
    assert client.get("/").status_code == 200
    answer = client.post("/essai/montrer")
    assert answer.status_code == 503
    assert "ne marchent pas" in answer.text
    assert "mot-de-passe" not in caplog.text + answer.text
    done = CliRunner().invoke(command, ["migrate"], env={"OPENFISCA_LYON_DATABASE": url})
    assert done.exit_code == 2
    assert "mot-de-passe" not in done.output


def test_the_command_makes_the_tables(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'codes.db'}"
    assert CliRunner().invoke(command, ["migrate"], env={"OPENFISCA_LYON_DATABASE": url}).exit_code == 0
    assert Handovers(url, [KEY]).give(CONTENT)
    assert CliRunner().invoke(command, ["migrate"], env={"OPENFISCA_LYON_DATABASE": ""}).exit_code == 2


def test_without_settings_the_database_is_private_and_goes_with_the_application() -> None:
    app = create_app({"PROPAGATE_EXCEPTIONS": False}, Settings())
    folder = Path(app.extensions[handover.KEY].codes.url.removeprefix("sqlite:///")).parent
    assert folder.stat().st_mode & 0o077 == 0
    handover._removed(str(folder), os.getpid() + 1)  # a worker that ends leaves it to the others
    assert folder.exists()
    handover._removed(str(folder), os.getpid())
    assert not folder.exists()
