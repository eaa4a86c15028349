"""production

Revision: 3d9a60f2c7b8
After: d91c3a5e7b20

Whoever rebuilds the table order later (as batch_alter_table does when a column is changed) drops its triggers with it and
has to make them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "3d9a60f2c7b8"
down_revision = "d91c3a5e7b20"
branch_labels = None
depends_on = None


def words(row: str) -> str:
    """What an order is found by: its name, its texts as they were typed, and the options of its choices."""
    texts = f"SELECT group_concat(atom, ' ') FROM json_tree({row}.base_parameters) WHERE type = 'text'"
    options = (
        f"SELECT group_concat(option.atom, ' ') FROM json_each({row}.factors) AS factor, json_each(factor.value, '$.labels') AS option"
    )
    return (
        f"{row}.name || ' ' || coalesce(CASE WHEN json_valid({row}.base_parameters) THEN ({texts}) END, '')"
        f" || ' ' || coalesce(CASE WHEN json_valid({row}.factors) THEN ({options}) END, '')"
    )


TRIGGERS = {
    "order_worded": f'AFTER INSERT ON "order" BEGIN INSERT INTO order_text (rowid, words) VALUES (NEW.number, {words("NEW")}); END',
    "order_reworded": (
        'AFTER UPDATE OF name, base_parameters, factors, number ON "order" BEGIN '
        f"DELETE FROM order_text WHERE rowid = OLD.number; INSERT INTO order_text (rowid, words) VALUES (NEW.number, {words('NEW')}); END"
    ),
    "order_unworded": 'AFTER DELETE ON "order" BEGIN DELETE FROM order_text WHERE rowid = OLD.number; END',
}


def upgrade() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE order_text USING fts5(words, tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3')"
    )
    op.execute(f'INSERT INTO order_text (rowid, words) SELECT o.number, {words("o")} FROM "order" AS o')
    for name, trigger in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {trigger}")
    op.create_index(
        "ix_generation_cost", "generation", ["order_id", "cost"], sqlite_where=sa.text("cost IS NOT NULL")
    )
    op.create_index(
        "ix_generation_timed", "generation", ["model_used", "id"], sqlite_where=sa.text("status = 'complete'")
    )
    op.create_index("ix_order_model", "order", ["model_key", "id"], sqlite_where=sa.text("deleted_at IS NULL"))


def downgrade() -> None:
    op.drop_index("ix_order_model", table_name="order")
    op.drop_index("ix_generation_timed", table_name="generation")
    op.drop_index("ix_generation_cost", table_name="generation")
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    op.execute("DROP TABLE order_text")
