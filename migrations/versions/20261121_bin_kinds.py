"""bin kinds

Revision: d91c3a5e7b20
After: b6e2f1907d4c
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "d91c3a5e7b20"
down_revision = "b6e2f1907d4c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("order", sa.Column("removed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.create_index(
        "ix_order_bin",
        "order",
        ["deleted_at", "id"],
        sqlite_where=sa.text("deleted_at IS NOT NULL AND removed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_order_bin", table_name="order")
    op.drop_column("order", "removed_at")
