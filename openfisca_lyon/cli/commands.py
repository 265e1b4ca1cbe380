"""The commands. Exit codes: 0 done, 1 nothing was found, 2 what was given cannot be read."""

import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
import yaml
from rich.console import Console
from typer import Argument, Exit, Option

from openfisca_lyon.today import this_month

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
NOT_FOUND, UNREADABLE = 1, 2
Call = TypeVar("Call", bound=Callable[..., Any])
AsJson = Annotated[bool, Option("--json", help="Répondre en JSON.")]
AtMonth = Annotated[str | None, Option("--date", help="Mois demandé, AAAA-MM.", metavar="AAAA-MM")]


def main() -> None:
    """Run the command."""
    app()


@app.callback()
def choose(
    engine: Annotated[
        str | None,
        Option(
            help="Comment calculer : « plain », OpenFisca seul, pour vérifier ; « fast », le moteur rapide ; "
            "« auto », le plus rapide des deux.",
            metavar="plain|fast|auto",
        ),
    ] = None,
) -> None:
    """Droits et aides dans la Métropole de Lyon."""
    from openfisca_lyon.engine.calculation import VARIABLE, WAYS

    if engine is not None and engine not in WAYS:
        fail(f"--engine s'écrit {', '.join(WAYS)}.")
    if engine is not None:
        os.environ[VARIABLE] = engine  # for the processes that it starts too


def fail(message: str, code: int = UNREADABLE) -> NoReturn:
    """Say what is wrong on the error output and stop."""
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(message)
    raise Exit(code)


def plainly(command: Call) -> Call:
    """Turn the mistakes of what was given into messages, never tracebacks."""

    @wraps(command)
    def safe(*args: Any, **kwargs: Any) -> Any:
        from openfisca_lyon.situations import SituationError
        from openfisca_lyon.system import ReformError

        try:
            return command(*args, **kwargs)
        except SituationError as error:
            fail(
                "\n".join(
                    [
                        "Cette situation ne peut pas être lue :",
                        *(f"  {line}" for line in str(error).split("\n")),
                    ]
                )
            )
        except ReformError as error:
            fail(str(error))

    return safe  # type: ignore[return-value]


def document(path: Path) -> Any:
    """Read a YAML or JSON file; ``-`` is the standard input."""
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        return yaml.load(text, Loader=UniqueKeys)
    except FileNotFoundError:
        fail(f"Le fichier {path} n'existe pas.")
    except (OSError, UnicodeDecodeError):
        fail(f"Le fichier {path} ne peut pas être lu.")
    except RepeatedKeyError as error:
        fail(f"Le fichier {path} donne deux fois le même champ, ligne {error.line}.")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", ligne {mark.line + 1}" if mark else ""
        fail(f"Le fichier {path} n'est ni du YAML ni du JSON{where}.")


class RepeatedKeyError(yaml.YAMLError):
    """A field is given twice: YAML would keep the last one and say nothing."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class UniqueKeys(yaml.CSafeLoader):
    """A YAML loader that refuses a field given twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen and key.value != "<<":
                raise RepeatedKeyError(key.start_mark.line + 1)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def terminal() -> Console:
    """Return where to print: lines are cut by the terminal, so that a file or a pipe gets them whole."""
    return Console(highlight=False, soft_wrap=True)


def known_right(right: str) -> None:
    """Check the id of a right given on the command line."""
    from difflib import get_close_matches

    from openfisca_lyon.catalogue import catalogue as entries

    if right not in entries():
        near = get_close_matches(right, list(entries()), n=1)
        hint = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
        fail(f"Ce droit n'est pas au catalogue.{hint}", NOT_FOUND)


def checked_month(month: str | None) -> str | None:
    """Check a month given on the command line."""
    from openfisca_lyon.situations.words import is_month

    if month is not None and not is_month(month):
        fail("Le mois demandé s'écrit AAAA-MM, entre 2019-01 et 2030-12.")
    return month


@app.command()
@plainly
def simulate(
    file: Annotated[Path, Argument(help="Situation, en YAML ou en JSON ; « - » pour l'entrée standard.")],
    date: AtMonth = None,
    as_json: AsJson = False,
    everything: Annotated[bool, Option("--tout", help="Montrer aussi les droits fermés.")] = False,
    rights: Annotated[
        list[str] | None, Option("--droit", help="Ne montrer que ce droit.", metavar="ID")
    ] = None,
) -> None:
    """Dire à quoi un foyer a droit, et pourquoi."""
    month = checked_month(date)
    for right in rights or ():
        known_right(right)
    content = document(file)
    from openfisca_lyon.cli.showing import show_report
    from openfisca_lyon.rights import evaluate
    from openfisca_lyon.situations import read

    report = evaluate([read(content, month)])[0]
    if as_json:
        print_json(report.model_dump_json(indent=2))
    else:
        show_report(terminal(), report, everything=everything, only=rights)


@app.command()
def catalogue(
    right: Annotated[str | None, Argument(help="Identifiant d'un droit.", metavar="[ID]")] = None,
    as_json: AsJson = False,
) -> None:
    """Lister les droits, ou en montrer un."""
    from openfisca_lyon.catalogue import catalogue as entries
    from openfisca_lyon.cli.showing import show_catalogue, show_entry

    known = entries()
    console = terminal()
    if right is None:
        if as_json:
            print_json(dumped([entry.model_dump(mode="json") for entry in known.values()]))
        else:
            show_catalogue(console, known.values(), this_month())
        return
    known_right(right)
    if as_json:
        print_json(known[right].model_dump_json(indent=2))
    else:
        show_entry(console, known[right], this_month())


@app.command()
@plainly
def reforms(as_json: AsJson = False) -> None:
    """Lister les réformes prêtes à l'emploi."""
    from openfisca_lyon.system import reforms as shipped

    listed = [
        {"id": name, "nom": reform.name, "description": reform.description}
        for name, reform in shipped().items()
    ]
    if as_json:
        print_json(dumped(listed))
        return
    for one in listed:
        print(f"{one['id']} : {one['nom']}\n    {one['description']}")


@app.command()
def schema(
    reform: Annotated[
        bool, Option("--reforme", help="Forme d'une réforme, au lieu d'une situation.")
    ] = False,
) -> None:
    """Donner le JSON Schema d'une situation."""
    from openfisca_lyon.situations import situation_model
    from openfisca_lyon.system import ReformFile

    print_json(dumped((ReformFile if reform else situation_model()).model_json_schema()))


@app.command()
def stale(as_json: AsJson = False) -> None:
    """Lister les chiffres à vérifier de nouveau."""
    from dataclasses import asdict
    from datetime import date as day

    from openfisca_lyon.catalogue import Authority
    from openfisca_lyon.rights.doubts import stale as stale_figures
    from openfisca_lyon.system import load

    system = load()
    branches = [name for name in (*Authority, "communs") if name in system.parameters.children]
    found = stale_figures(system, branches, day.fromisoformat(f"{this_month()}-01"))
    if as_json:
        print_json(dumped([asdict(one) for one in found]))
        return
    for one in found:
        known = f"a changé le {one.revalued}" if one.revalued else f"vérifié jusqu'au {one.checked}"
        print(f"{one.path} : {known}")


@app.command("new-right")
def new_right(
    address: Annotated[str, Argument(help="autorité/nom, par exemple metropole_lyon/ma_prime")],
    root: Annotated[Path, Option("--root", help="Racine du dépôt.")] = Path(),
) -> None:
    """Créer les quatre fichiers d'un droit."""
    from openfisca_lyon.cli.scaffold import ScaffoldError, lay_out

    try:
        for path in lay_out(address, root):
            print(path)
    except ScaffoldError as error:
        fail(str(error))


@app.command("migrate")
def migrate_codes() -> None:
    """Faire ou mettre à jour les tables des codes de passage (OPENFISCA_LYON_DATABASE)."""
    from sqlalchemy.exc import SQLAlchemyError

    from openfisca_lyon.api.handovers.migrating import migrate
    from openfisca_lyon.api.settings import Settings, SettingsError

    try:
        url = Settings.from_environment().database.get_secret_value()
        if not url:
            fail("OPENFISCA_LYON_DATABASE n'est pas donnée : il n'y a rien à mettre à jour.")
        migrate(url)
    except SettingsError as error:
        fail(str(error))
    except SQLAlchemyError as error:  # its message may hold the address, and a password
        fail(f"La base ne répond pas, ou refuse : {type(error).__name__}.")


@app.command("staff-account")
def staff_account(name: Annotated[str, Argument(help="Identifiant de l'agent.")]) -> None:
    """Écrire un compte local d'agent, à mettre dans OPENFISCA_LYON_STAFF_ACCOUNTS."""
    from openfisca_lyon.api.passwords import SHORTEST, hashed

    if not 0 < len(name) <= 60 or set(name) & set(":,") or name != name.strip():
        fail("Un identifiant a de 1 à 60 signes, sans virgule ni deux-points.")
    # Asked, never given on the command line, which the machine's other users can read.
    password = typer.prompt("Mot de passe", hide_input=True, confirmation_prompt="Encore une fois", err=True)
    if len(password) < SHORTEST:
        fail(f"Un mot de passe a au moins {SHORTEST} signes.")
    print(f"{name}:{hashed(password)}")


@app.command()
def warm(date: AtMonth = None) -> None:
    """Préparer les réponses rapides d'un mois, et les garder sur disque."""
    from openfisca_lyon.rights import warm as make_plans

    reasons = make_plans(date or this_month())
    if reasons:
        fail("\n".join(["Une partie sera calculée lentement :", *reasons]), NOT_FOUND)


@app.command()
def serve(
    host: Annotated[str, Option(help="Adresse où écouter.")] = "127.0.0.1",
    port: Annotated[int, Option(help="Port.")] = 5000,
) -> None:
    """Servir les pages et l'API."""
    from openfisca_lyon.api import computing, create_app, logs, metrics, problems
    from openfisca_lyon.api.app import STOPPING, compute_one
    from openfisca_lyon.api.pages.site import DOORS
    from openfisca_lyon.api.plans import in_another_process
    from openfisca_lyon.api.server import serve as serve_until_stopped
    from openfisca_lyon.api.settings import Settings, SettingsError
    from openfisca_lyon.engine import make_when_wanted

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        fail(str(error))
    logs.configure()
    application = create_app(settings=settings)
    if settings.warm:
        make_when_wanted(in_another_process())
        compute_one()
    shown = f"[{host}]" if ":" in host else host
    for name, address in {**DOORS, "api": "/api/v1/docs"}.items():
        print(f"{name.capitalize():<11} http://{shown}:{port}{address}", flush=True)
    if not (settings.oidc_url or settings.staff_accounts):
        print(
            "Guichet et atelier sont ouverts à tous : aucun compte n'est réglé (docs/operator.md).",
            flush=True,
        )
    serve_until_stopped(
        application,
        settings,
        host=host,
        port=port,
        started=lambda worker: setattr(application.extensions[metrics.KEY], "worker", worker),
        stopping=lambda: application.extensions.update({STOPPING: True}),
        stuck=application.extensions[computing.KEY].stuck,
        refusal=lambda status: problems.refusal(application, status),
    )


def dumped(content: Any) -> str:
    """Write JSON as the API does."""
    return json.dumps(content, ensure_ascii=False, indent=2)


def print_json(text: str) -> None:
    """Print JSON as it is, whatever the width of the terminal."""
    sys.stdout.write(f"{text}\n")
