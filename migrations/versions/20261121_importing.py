"""importing

Revision: d41f7c80a2e9
After: 3d9a60f2c7b8
"""

import sqlalchemy as sa
from alembic import op

revision = "d41f7c80a2e9"
down_revision = "3d9a60f2c7b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_product_unchecked",
        "product",
        ["id"],
        sqlite_where=sa.text("state = 'unchecked'"),
    )


def downgrade() -> None:
    op.drop_index("ix_product_unchecked", table_name="product")
