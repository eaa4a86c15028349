"""repeated calls

Revision: 3e9f27a60c18
After: 8b41c7d05e93
"""

import sqlalchemy as sa
from alembic import op

revision = "3e9f27a60c18"
down_revision = "8b41c7d05e93"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("idempotency_key", sa.Column("count", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("idempotency_key", "count")
