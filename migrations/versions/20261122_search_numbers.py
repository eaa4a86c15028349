"""search numbers

Revision: 9d2c60b7f415
After: 4f7b1c93e8a6

Two products whose ids differ only in their last bits would have one number. The second gets the next that is free, which
is kept beside; all triggers and views that work a number out look there first. What cannot be indexed is noted as such.
"""

import sqlalchemy as sa
from alembic import op

revision = "9d2c60b7f415"
down_revision = "4f7b1c93e8a6"
branch_labels = None
depends_on = None

NUMBERED = ("NEW.id", "OLD.id", "p.id", "id", *(f"{row}.{of}" for row in ("NEW", "OLD") for of in ("entity_id", "product_id")))  # fmt: skip # noqa: E501
"""What triggers and views work the number of a product out from."""

SECOND = 1 << 30
"""About so much of the numbers is one second: numbers given anew within it go on behind each other."""


def number(column: str) -> str:
    """The number that an id makes, written as the triggers have it."""

    def digit(place: int) -> str:
        return f"(instr('0123456789abcdef', substr({column}, {place}, 1)) - 1)"

    parts = [f"(({digit(2)} & 7) << 60)"]
    parts += [f"({digit(place)} << {68 - 4 * place})" for place in range(3, 13)]
    parts += [f"({digit(place)} << {72 - 4 * place})" for place in range(14, 17)]
    parts += [f"(({digit(17)} & 3) << 6)", f"({digit(18)} << 2)", f"({digit(19)} >> 2)"]
    return "(" + " | ".join(parts) + ")"


def own_number(column: str) -> str:
    """The number that a product has, whether its id makes it or it was given anew."""
    given = f"(SELECT r.number FROM search_renumbered r WHERE r.product_id = {column})"
    return f"coalesce({given}, {number(column)})"


def first_id(number: str, last_digits: str = "048c", end: str = "") -> str:
    """The smallest text that an id of this number can begin with."""
    beginning = f"printf('%012x7%03x', ({number}) >> 20, (({number}) >> 8) & 4095)"
    variant = f"substr('89ab', ((({number}) >> 6) & 3) + 1, 1)"
    return f"({beginning} || {variant} || printf('%x', (({number}) >> 2) & 15) || substr('{last_digits}', (({number}) & 3) + 1, 1) || '{end}')"  # fmt: skip # noqa: E501


def after_ids(number: str) -> str:
    """A text behind all ids of this number."""
    return first_id(number, "37bf", "g")


def has_id(number: str) -> str:
    """Whether an id makes this number."""
    return f"EXISTS (SELECT 1 FROM product t WHERE t.id >= {first_id(number)} AND t.id < {after_ids(number)})"


def has_twin(column: str) -> str:
    """Whether another id makes the same number; nearly always there is none that even begins alike."""
    alike = f"t.id >= substr({column}, 1, 18) AND t.id < substr({column}, 1, 18) || 'g' AND t.id <> {column}"
    return f"EXISTS (SELECT 1 FROM product t WHERE {alike} AND {number('t.id')} = {number(column)})"


def is_given(number: str) -> str:
    return f"EXISTS (SELECT 1 FROM search_renumbered g WHERE g.number = {number})"


def next_free(column: str) -> str:
    """The first free number from the one that the id makes on, behind those that were given anew around it."""
    own, next_of = number(column), f"({number('a.id')} + 1)"
    last = f"SELECT coalesce((SELECT max(m.number) FROM search_renumbered m WHERE m.number >= {own} AND m.number < {own} + {SECOND}), {own}) AS number"  # fmt: skip # noqa: E501
    behind_ids = f"SELECT {next_of} FROM product a WHERE a.id >= {first_id('s.number')} AND NOT {has_id(next_of)} AND NOT {is_given(next_of)} ORDER BY a.id LIMIT 1"  # fmt: skip # noqa: E501
    behind_given = f"SELECT b.number + 1 FROM search_renumbered b WHERE b.number >= s.number AND NOT {has_id('b.number + 1')} AND NOT {is_given('b.number + 1')} ORDER BY b.number LIMIT 1"  # fmt: skip # noqa: E501
    greatest = (1 << 63) - 1
    return f"SELECT min(coalesce(({behind_ids}), {greatest}), coalesce(({behind_given}), {greatest})) FROM ({last}) s"


TABLE = """CREATE TABLE search_renumbered (product_id CHAR(32) NOT NULL PRIMARY KEY, number INTEGER NOT NULL UNIQUE)
    WITHOUT ROWID"""
GIVEN = f"""CREATE TRIGGER product_numbered AFTER INSERT ON product
    WHEN {has_twin("NEW.id")} OR (EXISTS (SELECT 1 FROM search_renumbered) AND {is_given(number("NEW.id"))})
    BEGIN INSERT INTO search_renumbered (product_id, number) VALUES (NEW.id, ({next_free("NEW.id")})); END"""
WAITING = ("INTO search_pending VALUES (NEW.id)", "INTO search_pending (product_id) VALUES (NEW.id)")
LAST = f"DELETE FROM product_term WHERE number = {own_number('OLD.id')}; END"
REMOVED = (LAST, LAST.replace(" END", " DELETE FROM search_renumbered WHERE product_id = OLD.id; END"))

BEGINNING = "substr(id, 1, 18) || ((instr('0123456789abcdef', substr(id, 19, 1)) - 1) / 4)"
TWINS = f"""CREATE TEMPORARY TABLE search_twin AS SELECT id, {number("id")} AS number FROM product WHERE {BEGINNING} IN
    (SELECT {BEGINNING} FROM product GROUP BY {BEGINNING} HAVING count(*) > 1) ORDER BY id"""
MEND = (
    *(f"DELETE FROM {table} WHERE number IN (SELECT number FROM search_twin)" for table in ("product_term", "product_figure")),
    "DELETE FROM product_text WHERE rowid IN (SELECT number FROM search_twin)",
    "DELETE FROM product_search WHERE product_id IN (SELECT id FROM search_twin)",
    "INSERT OR IGNORE INTO search_pending (product_id) SELECT id FROM search_twin",
    "INSERT OR IGNORE INTO product_term (number, term) SELECT n.number, m.term FROM search_twin w "
    "JOIN product_number n ON n.product_id = w.id JOIN product_mark_source m ON m.product_id = w.id",
)  # fmt: skip


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("ALTER TABLE search_pending ADD COLUMN trouble TEXT")
    _replace(number, own_number)
    _rewrite("product_added", *WAITING)
    _rewrite("product_removed", *REMOVED)
    op.execute(sa.text(GIVEN))
    _mend()


def _mend() -> None:
    """Let those be found that were in each other's way; none are in nearly every library."""
    op.execute(TWINS)
    connection = op.get_bind()
    numbered: set[int] = set()
    for product_id, taken in connection.exec_driver_sql("SELECT id, number FROM search_twin ORDER BY id").all():
        if taken in numbered:
            give = f"INSERT INTO search_renumbered (product_id, number) SELECT id, ({next_free('id')}) FROM search_twin WHERE id = ?"  # fmt: skip # noqa: E501
            connection.exec_driver_sql(give, (product_id,))
        numbered.add(taken)
    for statement in MEND:
        op.execute(statement)
    op.execute("DROP TABLE search_twin")


def downgrade() -> None:
    op.execute("DROP TRIGGER product_numbered")
    _rewrite("product_removed", *reversed(REMOVED))
    _rewrite("product_added", *reversed(WAITING))
    _replace(own_number, number)
    op.execute("DROP TABLE search_renumbered")
    op.execute("ALTER TABLE search_pending DROP COLUMN trouble")


def _replace(old, new) -> None:
    """Let triggers and views work numbers out in another way."""
    for kind in ("view", "trigger"):
        for name, sql in _written(kind).items():
            _make(kind, name, sql, _with(sql, old, new))


def _with(sql, old, new) -> str:
    for column in NUMBERED:
        sql = sql.replace(old(column), new(column))
    return sql


def _rewrite(trigger, old, new) -> None:
    sql = _written("trigger")[trigger]
    assert sql.count(old) == 1
    _make("trigger", trigger, sql, sql.replace(old, new))


def _written(kind) -> dict[str, str]:
    query = "SELECT name, sql FROM sqlite_master WHERE type = ?"
    return dict(map(tuple, op.get_bind().exec_driver_sql(query, (kind,))))


def _make(kind, name, old, new) -> None:
    if new != old:
        op.execute(f"DROP {kind} {name}")
        op.get_bind().exec_driver_sql(new)
