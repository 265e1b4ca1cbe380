"""Sealed simulations, and the wrong codes of the last minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handovers",
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("key_name", sa.String(16), nullable=False),
        sa.Column("expires", sa.Float, nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "handover_attempts",
        sa.Column("attempt", sa.String(32), primary_key=True),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("ix_handover_attempts_client_at", "handover_attempts", ["client", "at"])


def downgrade() -> None:
    op.drop_table("handover_attempts")
    op.drop_table("handovers")
