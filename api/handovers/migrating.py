"""Brings the tables of a database up to date. Apart, for Alembic is only needed then."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from openfisca_lyon.api.handovers.store import connected

ONE_AT_A_TIME = 690_266  # PostgreSQL's lock while tables change: several servers may start together


def migrate(url: str) -> None:
    """Make or update the tables; nothing is done where they are up to date."""
    config = Config()
    config.set_main_option("script_location", str(files("openfisca_lyon.api.handovers") / "migrations"))
    engine = connected(url)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
