"""library

Revision: b6e2f1907d4c
After: 8c41be07d3f2

Whoever rebuilds the table product, generation, tagging or collection_product later (as batch_alter_table does when a
column is changed) drops its triggers with it and has to make them again.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "b6e2f1907d4c"
down_revision = "8c41be07d3f2"
branch_labels = None
depends_on = None

LIVE = sa.text("deleted_at IS NULL")


def number(column: str) -> str:
    """The number of a product: the 43 bits of its id's milliseconds, its 12 counting bits and 8 random ones, in one."""

    def digit(place: int) -> str:
        return f"(instr('0123456789abcdef', substr({column}, {place}, 1)) - 1)"

    parts = [f"(({digit(2)} & 7) << 60)"]
    parts += [f"({digit(place)} << {68 - 4 * place})" for place in range(3, 13)]
    parts += [f"({digit(place)} << {72 - 4 * place})" for place in range(14, 17)]
    parts += [f"(({digit(17)} & 3) << 6)", f"({digit(18)} << 2)", f"({digit(19)} >> 2)"]
    return "(" + " | ".join(parts) + ")"


def shuffle(column: str) -> str:
    digits = [
        f"((instr('0123456789abcdef', substr({column}, {25 + place}, 1)) - 1) << {28 - 4 * place})"
        for place in range(8)
    ]
    return "(" + " | ".join(digits) + ")"


def coded(column: str, *values: str) -> str:
    cases = " ".join(f"WHEN '{value}' THEN {code}" for code, value in enumerate(values))
    return f"CASE {column} {cases} ELSE {len(values) - 1} END"


TYPE = coded("p.type", "image", "video", "audio", "other")
ORIGIN = coded("p.origin", "generated", "imported", "edited")
STATE = coded("p.state", "ready", "unchecked", "missing", "blocked")
ORIENTATION = "CASE WHEN p.width IS NULL OR p.height IS NULL THEN 0 WHEN p.height > p.width THEN 1 WHEN p.width > p.height THEN 2 ELSE 3 END"
MODEL = "coalesce((SELECT t.id FROM search_term t WHERE t.kind = 'model' AND t.name = '' AND t.value = coalesce(p.model_used, g.model_used)), 0)"
PROJECT = (
    "coalesce((SELECT t.id FROM search_term t WHERE t.kind = 'project' AND t.name = '' AND t.value = p.project_id), 0)"
)

SOURCES = [
    f"""CREATE VIEW product_search_source AS SELECT
        {number("p.id")} AS number, {TYPE} AS type, {ORIGIN} AS origin, {STATE} AS state, p.liked AS liked,
        coalesce(p.rating, -1) AS rating, {ORIENTATION} AS orientation, {MODEL} AS model, {PROJECT} AS project,
        coalesce((SELECT o.number FROM "order" o WHERE o.id = p.order_id), 0) AS ordered,
        coalesce(p.width * p.height, 0) AS pixels, coalesce(p.width, 0) AS width, coalesce(p.height, 0) AS height,
        coalesce(p.duration_ms, 0) AS length, p.file_size AS file_size, p.notes <> '' AS noted, {shuffle("p.id")} AS shuffle,
        ({TYPE}) | (({ORIGIN}) << 2) | (({STATE}) << 4) | (p.liked << 6) | ((coalesce(p.rating, -1) + 1) << 7)
        | (({ORIENTATION}) << 10) | ({MODEL} << 12) | ({PROJECT} << 37) AS look, p.id AS product_id
        FROM product p LEFT JOIN generation g ON g.id = p.generation_id WHERE p.deleted_at IS NULL""",
    f"""CREATE VIEW product_text_source AS SELECT {number("p.id")} AS number, p.id AS product_id,
        coalesce(p.prompt, (SELECT t.prompt FROM generation_text t WHERE t.rowid = g.search_id), '') AS prompt,
        p.name AS name, p.notes AS notes
        FROM product p LEFT JOIN generation g ON g.id = p.generation_id""",
    """CREATE VIEW product_names AS
        SELECT p.id AS product_id, coalesce(p.model_used, g.model_used) AS model, p.project_id AS project
        FROM product p LEFT JOIN generation g ON g.id = p.generation_id""",
    """CREATE VIEW product_figures AS
        SELECT p.id AS product_id, lower(j.key) AS name, j.value AS value
        FROM product p LEFT JOIN generation g ON g.id = p.generation_id
        CROSS JOIN (SELECT 0 AS kind UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) w
        CROSS JOIN json_each(CASE w.kind WHEN 0 THEN p.parameters WHEN 1 THEN g.generation_parameters
        WHEN 2 THEN nullif(g.actual_parameters, g.generation_parameters) ELSE g.return_parameters END) j
        WHERE j.type IN ('integer', 'real') AND lower(j.key) NOT IN ('width', 'height')""",
    """CREATE VIEW product_choices AS
        SELECT p.id AS product_id,
        coalesce(nullif(json_extract(j.value, '$.name'), ''), json_extract(j.value, '$.parameter')) AS name,
        CAST(json_extract(j.value, '$.text') AS TEXT) AS text
        FROM product p JOIN generation g ON g.id = p.generation_id, json_each(g.choices) j
        WHERE json_extract(j.value, '$.text') IS NOT NULL
        AND coalesce(nullif(json_extract(j.value, '$.name'), ''), json_extract(j.value, '$.parameter')) IS NOT NULL""",
    """CREATE VIEW product_figure_source AS SELECT f.product_id AS product_id, t.id AS name, f.value AS value
        FROM product_figures f CROSS JOIN search_term t ON t.kind = 'figure' AND t.name = '' AND t.value = f.name""",
    """CREATE VIEW product_choice_source AS SELECT c.product_id AS product_id, t.id AS term
        FROM product_choices c CROSS JOIN search_term t ON t.kind = 'choice' AND t.name = c.name AND t.value = c.text""",
    """CREATE VIEW product_mark_source AS
        SELECT g.entity_id AS product_id, t.id AS term FROM tagging g
        CROSS JOIN search_term t ON t.kind = 'tag' AND t.name = '' AND t.value = g.tag_id
        WHERE g.entity = 'product' AND g.deleted_at IS NULL
        UNION ALL SELECT c.product_id, t.id FROM collection_product c
        CROSS JOIN search_term t ON t.kind = 'collection' AND t.name = '' AND t.value = c.collection_id
        WHERE c.deleted_at IS NULL""",
    f"CREATE VIEW product_number AS SELECT id AS product_id, {number('id')} AS number FROM product",
]

TABLES = [
    "CREATE TABLE search_pending (product_id CHAR(32) NOT NULL PRIMARY KEY) WITHOUT ROWID",
    """CREATE TABLE search_term (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        UNIQUE (kind, name, value))""",
    """CREATE TABLE product_search (number INTEGER PRIMARY KEY, type INTEGER NOT NULL, origin INTEGER NOT NULL,
        state INTEGER NOT NULL, liked INTEGER NOT NULL, rating INTEGER NOT NULL, orientation INTEGER NOT NULL,
        model INTEGER NOT NULL, project INTEGER NOT NULL, ordered INTEGER NOT NULL, pixels INTEGER NOT NULL,
        width INTEGER NOT NULL, height INTEGER NOT NULL, length INTEGER NOT NULL, file_size INTEGER NOT NULL,
        noted INTEGER NOT NULL, shuffle INTEGER NOT NULL, look INTEGER NOT NULL, product_id CHAR(32) NOT NULL)""",
    "CREATE INDEX ix_product_search_type ON product_search (type)",
    "CREATE INDEX ix_product_search_origin ON product_search (origin)",
    "CREATE INDEX ix_product_search_state ON product_search (state) WHERE state <> 0",
    "CREATE INDEX ix_product_search_liked ON product_search (liked) WHERE liked = 1",
    "CREATE INDEX ix_product_search_rating ON product_search (rating)",
    "CREATE INDEX ix_product_search_model ON product_search (model)",
    "CREATE INDEX ix_product_search_project ON product_search (project)",
    "CREATE INDEX ix_product_search_ordered ON product_search (ordered)",
    "CREATE INDEX ix_product_search_pixels ON product_search (pixels)",
    "CREATE INDEX ix_product_search_file_size ON product_search (file_size)",
    "CREATE INDEX ix_product_search_shuffle ON product_search (shuffle)",
    "CREATE UNIQUE INDEX ix_product_search_product ON product_search (product_id)",
    """CREATE TABLE product_term (number INTEGER NOT NULL, term INTEGER NOT NULL, PRIMARY KEY (number, term)) WITHOUT ROWID""",
    "CREATE INDEX ix_product_term_term ON product_term (term, number)",
    """CREATE TABLE product_figure (number INTEGER NOT NULL, name INTEGER NOT NULL, value NUMERIC NOT NULL,
        PRIMARY KEY (number, name, value)) WITHOUT ROWID""",
    "CREATE INDEX ix_product_figure_value ON product_figure (name, value, number)",
    """CREATE VIRTUAL TABLE product_text USING fts5(prompt, name, notes,
        tokenize = "unicode61 remove_diacritics 2", prefix = '2 3')""",
]


def _numbered(whose: str) -> str:
    """Products with their numbers, worked out once for each and not for each of what they are joined to."""
    return f"(SELECT product_id, number FROM product_number WHERE product_id {whose} LIMIT -1)"


def _new_term(kind: str, value: str) -> str:
    """A name that may be there already: to look first is ten times as quick as to insert and be refused."""
    return (
        f"INSERT INTO search_term (kind, name, value) SELECT '{kind}', '', {value} WHERE {value} IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM search_term t WHERE t.kind = '{kind}' AND t.name = '' AND t.value = {value});"
    )


TERM = "INSERT OR IGNORE INTO search_term (kind, name, value) SELECT"
NAMED = (
    TERM + " 'model', '', model FROM product_names WHERE model IS NOT NULL AND product_id {0};",
    TERM + " 'project', '', project FROM product_names WHERE project IS NOT NULL AND product_id {0};",
)
FIGURED = TERM + " 'figure', '', name FROM product_figures WHERE product_id {0};"
CHOSEN = (
    TERM + " 'token', '', name FROM product_choices WHERE product_id {0};",
    TERM + " 'choice', name, text FROM product_choices WHERE product_id {0};",
)


def _row(whose: str) -> str:
    return f"INSERT INTO product_search SELECT * FROM product_search_source WHERE product_id {whose};"


def _text(whose: str) -> str:
    return (
        "INSERT INTO product_text (rowid, prompt, name, notes) "
        f"SELECT number, prompt, name, notes FROM product_text_source WHERE product_id {whose};"
    )


def _figures(whose: str) -> str:
    return (
        "INSERT OR IGNORE INTO product_figure (number, name, value) "
        f"SELECT n.number, f.name, f.value FROM {_numbered(whose)} n "
        "CROSS JOIN product_figure_source f ON f.product_id = n.product_id;"
    )


def _choices(whose: str) -> str:
    return (
        "INSERT OR IGNORE INTO product_term (number, term) "
        f"SELECT n.number, c.term FROM {_numbered(whose)} n CROSS JOIN product_choice_source c ON c.product_id = n.product_id;"
    )


def _known_number(product: str) -> str:
    """The number that an indexed product has, which is quicker to read than to work out."""
    return f"coalesce((SELECT number FROM product_search WHERE product_id = {product}), {number(product)})"


def _mark(kind: str, value: str, product: str) -> str:
    return (
        _new_term(kind, value) + f"INSERT OR IGNORE INTO product_term (number, term) SELECT {_known_number(product)}, id FROM search_term "
        f"WHERE kind = '{kind}' AND name = '' AND value = {value};"
    )


def _unmark(kind: str, value: str, product: str) -> str:
    return (
        f"DELETE FROM product_term WHERE number = {_known_number(product)} AND term = "
        f"(SELECT id FROM search_term WHERE kind = '{kind}' AND name = '' AND value = {value});"
    )


def _kept(table: str, kind: str, of: str, product: str, only: str) -> dict[str, str]:
    """Triggers of a table that says which product has which mark."""
    new, old = f"NEW.{product}", f"OLD.{product}"
    return {
        f"{table}_added": f"AFTER INSERT ON {table} WHEN NEW.deleted_at IS NULL AND {only.format('NEW')} "
        f"BEGIN {_mark(kind, f'NEW.{of}', new)} END",
        f"{table}_restored": f"AFTER UPDATE OF deleted_at ON {table} WHEN NEW.deleted_at IS NULL AND {only.format('NEW')} "
        f"BEGIN {_mark(kind, f'NEW.{of}', new)} END",
        f"{table}_deleted": f"AFTER UPDATE OF deleted_at ON {table} WHEN NEW.deleted_at IS NOT NULL AND {only.format('NEW')} "
        f"BEGIN {_unmark(kind, f'OLD.{of}', old)} END",
        f"{table}_removed": f"AFTER DELETE ON {table} WHEN OLD.deleted_at IS NULL AND {only.format('OLD')} "
        f"BEGIN {_unmark(kind, f'OLD.{of}', old)} END",
    }


WHOLE = "type, origin, width, height, duration_ms, file_size, model_used, order_id, generation_id, deleted_at"
"""What a row is read anew for; what people change in many products at once is written into the row by itself."""


def _own(*values: str) -> str:
    return f"BEGIN UPDATE product_search SET {', '.join(values)} WHERE product_id = NEW.id; END"


def _look(shift: int, bits: int, value: str) -> str:
    return f"look = (look & ~{((1 << bits) - 1) << shift}) | (({value}) << {shift})"


NEW_STATE = STATE.replace("p.", "NEW.")
NEW_PROJECT = PROJECT.replace("p.", "NEW.")
OWN = number("NEW.id")
INDEXED = "NOT EXISTS (SELECT 1 FROM search_pending WHERE product_id = NEW.id)"
"""What waits to be indexed is read whole when its turn comes; only marks are noted of it at once, as of any other."""

RETURNED = "SELECT id FROM product WHERE generation_id = NEW.id AND id NOT IN (SELECT product_id FROM search_pending)"
TRIGGERS = {
    "product_added": "AFTER INSERT ON product BEGIN INSERT OR IGNORE INTO search_pending VALUES (NEW.id); END",
    "product_changed": f"AFTER UPDATE OF {WHOLE} ON product WHEN NEW.deleted_at IS NULL AND {INDEXED} BEGIN "
    + "DELETE FROM product_search WHERE product_id = NEW.id; "
    + _new_term("model", "coalesce(NEW.model_used, (SELECT model_used FROM generation WHERE id = NEW.generation_id))")
    + _new_term("project", "NEW.project_id")
    + _row("= NEW.id")
    + " END",
    "product_deleted": "AFTER UPDATE OF deleted_at ON product WHEN NEW.deleted_at IS NOT NULL BEGIN "
    + "DELETE FROM product_search WHERE product_id = NEW.id; END",
    "product_liked": "AFTER UPDATE OF liked ON product " + _own("liked = NEW.liked", _look(6, 1, "NEW.liked")),
    "product_rated": "AFTER UPDATE OF rating ON product "
    + _own("rating = coalesce(NEW.rating, -1)", _look(7, 3, "coalesce(NEW.rating, -1) + 1")),
    "product_noted": "AFTER UPDATE OF notes ON product " + _own("noted = NEW.notes <> ''"),
    "product_found": "AFTER UPDATE OF state ON product " + _own(f"state = {NEW_STATE}", _look(4, 2, NEW_STATE)),
    "product_moved": "AFTER UPDATE OF project_id ON product BEGIN "
    + _new_term("project", "NEW.project_id")
    + _own(f"project = {NEW_PROJECT}", _look(37, 26, NEW_PROJECT)).removeprefix("BEGIN "),
    "product_rewritten": f"AFTER UPDATE OF prompt, name, notes, generation_id ON product WHEN {INDEXED} BEGIN "
    + f"DELETE FROM product_text WHERE rowid = {OWN}; "
    + _text("= NEW.id")
    + " END",
    "product_reset": f"AFTER UPDATE OF parameters, generation_id ON product WHEN {INDEXED} BEGIN "
    + f"DELETE FROM product_figure WHERE number = {OWN}; "
    + FIGURED.format("= NEW.id")
    + _figures("= NEW.id")
    + " END",
    "product_removed": "AFTER DELETE ON product BEGIN DELETE FROM search_pending WHERE product_id = OLD.id; "
    + "DELETE FROM product_search WHERE product_id = OLD.id; "
    + f"DELETE FROM product_text WHERE rowid = {number('OLD.id')}; "
    + f"DELETE FROM product_figure WHERE number = {number('OLD.id')}; "
    + "DELETE FROM tagging WHERE entity_id = OLD.id; "
    + f"DELETE FROM product_term WHERE number = {number('OLD.id')}; END",
    "generation_returned": "AFTER UPDATE OF generation_parameters, actual_parameters, return_parameters ON generation "
    f"WHEN EXISTS ({RETURNED}) BEGIN " + FIGURED.format(f"IN ({RETURNED})") + _figures(f"IN ({RETURNED})") + " END",
    **_kept("tagging", "tag", "tag_id", "entity_id", "{}.entity = 'product'"),
    **_kept("collection_product", "collection", "collection_id", "product_id", "1"),
}

FILL = [
    *(statement.format("IS NOT NULL") for statement in (*NAMED, FIGURED, *CHOSEN)),
    "INSERT INTO product_search SELECT * FROM product_search_source",
    "INSERT INTO product_text (rowid, prompt, name, notes) SELECT number, prompt, name, notes FROM product_text_source",
    "INSERT OR IGNORE INTO product_term (number, term) SELECT number, term FROM product_number JOIN product_choice_source USING (product_id)",
    "INSERT OR IGNORE INTO product_figure (number, name, value) SELECT number, name, value FROM product_number JOIN product_figure_source USING (product_id)",
]


def _record(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("deleted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _text_column(name: str) -> sa.Column:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False)


def _reference(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    with op.batch_alter_table("product") as batch:
        batch.add_column(sa.Column("rating", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("rated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch.add_column(sa.Column("notes", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        batch.add_column(sa.Column("prompt", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch.add_column(sa.Column("negative_prompt", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch.add_column(sa.Column("model_used", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch.add_column(sa.Column("parameters", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column("made_from_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            "fk_product_made_from_id_product", "product", ["made_from_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index(
        "ix_product_made_from", "product", ["made_from_id"], sqlite_where=sa.text("made_from_id IS NOT NULL")
    )
    _keeping()
    for statement in (*TABLES, *SOURCES, *FILL):
        op.execute(sa.text(statement.replace(":", "\\:")))
    for name, trigger in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {trigger}")


def _keeping() -> None:
    _record("tag", _text_column("name"), _text_column("name_key"), _text_column("color"))
    op.create_index("ix_tag_name", "tag", ["name_key"], unique=True, sqlite_where=LIVE)
    _record(
        "tagging",
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=32), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        _reference("tagging", "tag_id", "tag", "CASCADE"),
    )
    op.create_index("ix_tagging_place", "tagging", ["entity_id", "tag_id"], unique=True, sqlite_where=LIVE)
    op.create_index("ix_tagging_tag", "tagging", ["tag_id", "entity", "entity_id"], sqlite_where=LIVE)
    _record("collection", _text_column("name"), _text_column("name_key"), _text_column("description"))
    op.create_index("ix_collection_name", "collection", ["name_key"], unique=True, sqlite_where=LIVE)
    _record(
        "collection_product",
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("order_index", sa.Float(), nullable=False),
        _reference("collection_product", "collection_id", "collection", "CASCADE"),
        _reference("collection_product", "product_id", "product", "CASCADE"),
    )
    op.create_index(
        "ix_collection_product_place",
        "collection_product",
        ["product_id", "collection_id"],
        unique=True,
        sqlite_where=LIVE,
    )
    op.create_index(
        "ix_collection_product_order",
        "collection_product",
        ["collection_id", "order_index", "product_id"],
        sqlite_where=LIVE,
    )
    _record(
        "saved_search",
        *(_text_column(name) for name in ("name", "query", "sort", "grouping")),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("rank", sa.Float(), nullable=False),
        _reference("saved_search", "project_id", "project", "SET NULL"),
    )
    op.create_index("ix_saved_search_rank", "saved_search", ["rank", "id"], sqlite_where=LIVE)
    _record(
        "undo_entry",
        _text_column("act"),
        _text_column("sentence"),
        sa.Column("undone_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    )
    op.create_table(
        "undo_part",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=False),
        _reference("undo_part", "entry_id", "undo_entry", "CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "place", name=op.f("pk_undo_part")),
    )
    op.create_index("ix_undo_entry_done", "undo_entry", ["id"], sqlite_where=sa.text("undone_at IS NULL"))
    op.create_index(
        "ix_undo_entry_undone", "undo_entry", ["undone_at", "id"], sqlite_where=sa.text("undone_at IS NOT NULL")
    )


def downgrade() -> None:
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    for view in ("search", "text", "figure", "choice", "mark"):
        op.execute(f"DROP VIEW product_{view}_source")
    op.execute("DROP VIEW product_names")
    op.execute("DROP VIEW product_figures")
    op.execute("DROP VIEW product_choices")
    op.execute("DROP VIEW product_number")
    for table in ("product_text", "product_figure", "product_term", "product_search", "search_term", "search_pending"):
        op.execute(f"DROP TABLE {table}")
    for table in ("undo_part", "undo_entry", "saved_search", "collection_product", "collection", "tagging", "tag"):
        op.drop_table(table)
    op.drop_index("ix_product_made_from", table_name="product")
    with op.batch_alter_table("product") as batch:
        batch.drop_constraint("fk_product_made_from_id_product", type_="foreignkey")
        for name in (
            "made_from_id",
            "parameters",
            "model_used",
            "negative_prompt",
            "prompt",
            "notes",
            "rated_at",
            "rating",
        ):
            batch.drop_column(name)
