"""The migrations of the tables of the hand-over, run by Alembic."""
