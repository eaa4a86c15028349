"""prompt search

Revision: 5c0d6e2f9a41
After: a34ceff2db02
"""

from alembic import op

revision = "5c0d6e2f9a41"
down_revision = "a34ceff2db02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE generation_text USING fts5(prompt, tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3')"
    )


def downgrade() -> None:
    op.execute("DROP TABLE generation_text")
