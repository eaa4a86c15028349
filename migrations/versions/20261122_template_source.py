"""template source

Revision: 4f7b1c93e8a6
After: d41f7c80a2e9
"""

import sqlalchemy as sa
from alembic import op

revision = "4f7b1c93e8a6"
down_revision = "d41f7c80a2e9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("order", sa.Column("made_from", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("order", "made_from")
