"""bin listing

Revision: 8b41c7d05e93
After: 5c0d6e2f9a41
"""

import sqlalchemy as sa
from alembic import op

revision = "8b41c7d05e93"
down_revision = "5c0d6e2f9a41"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_product_bin", "product", ["deleted_at", "id"], sqlite_where=sa.text("deleted_at IS NOT NULL"))


def downgrade() -> None:
    op.drop_index("ix_product_bin", table_name="product")
