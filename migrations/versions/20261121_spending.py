"""spending

Revision: 8c41be07d3f2
After: 71d0c4be2a95
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "8c41be07d3f2"
down_revision = "71d0c4be2a95"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("order") as batch:
        batch.add_column(sa.Column("spending_limit", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("ceiling", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("expected_each", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("held_for", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch.add_column(sa.Column("held_amount", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("project") as batch:
        batch.add_column(sa.Column("spending_limit", sa.BigInteger(), nullable=True))
    op.create_table(
        "spending",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("deleted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("generation_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("provider", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("billed", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=32), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["generation_id"], ["generation.id"], name=op.f("fk_spending_generation_id_generation")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_spending_order_id_order")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_spending_project_id_project")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_spending_submission_id_submission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending")),
    )
    op.create_index("ix_spending_submission", "spending", ["submission_id"], unique=True)
    op.create_index("ix_spending_day", "spending", ["at", "amount"])
    op.create_index("ix_spending_order", "spending", ["order_id", "amount"])
    op.create_index("ix_spending_project", "spending", ["project_id", "amount"])


def downgrade() -> None:
    op.drop_table("spending")
    with op.batch_alter_table("project") as batch:
        batch.drop_column("spending_limit")
    with op.batch_alter_table("order") as batch:
        for name in ("held_amount", "held_for", "expected_each", "ceiling", "spending_limit"):
            batch.drop_column(name)
