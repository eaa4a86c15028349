"""Rows of fields: LoRAs with their weights, control images, the shots of a clip; added, moved and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imagen.domain.expansion import Problem
from imagen.domain.parameters import ParameterSpec
from imagen.ui import design as d
from imagen.ui.pages.order.controls.control import Control, Edited
from imagen.ui.pages.order.controls.fitting import MediaSource
from imagen.ui.pages.order.controls.group_row import GroupRow, RowActs, focus, is_in_line, is_narrow
from imagen.ui.pages.order.controls.row_values import field_problem, moved, only_unfilled, rows_of

_MANY = 100


class GroupControl(Control):
    """A list of rows; its value is a list of mappings from the names of the fields to their values."""

    def __init__(self, spec: ParameterSpec, value: Any, on_edit: Edited, media: MediaSource) -> None:
        super().__init__(spec, on_edit)
        self._media = media
        self._value = value
        self._rows: list[GroupRow] = []
        self._insist = False
        self._focused = False
        most = spec.rules.max_items
        self.field = self._frame(spec.limits() if most < _MANY else "")
        self.field.classes("group-field")
        self._acts = RowActs(self._edited, self._move, self._remove)
        with self.field:
            with d.node("div", "group-body") as body:
                self._heads = self._make_heads()
                self._list = d.node("div", "group-rows")
                self._adder = d.button(self._add_label(), self._append, icon="plus", small=True)
                self._full = d.text(f"{most} is the most.", "group-full")
            body.on("focusin", lambda: self._hold(True), []).on("focusout", lambda: self._hold(False), [])
        with self.field.side:
            self._offer = d.button("Changed elsewhere: take over", self._take, kind="link", small=True)
        self._offered: Any = None
        self._offer.set_visibility(False)
        self._build(rows_of(spec, value))

    # ---- showing ----

    def show(self, value: Any, *, force: bool) -> bool:
        rows = rows_of(self.spec, value)
        if rows == self.rows:
            self._value = value
            self._offer.set_visibility(False)
            return True
        if self._focused and not force:
            self._offered = value
            self._offer.set_visibility(True)
            return False
        self._offer.set_visibility(False)
        self._value = value
        if len(rows) == len(self._rows):
            for row, values in zip(self._rows, rows, strict=True):
                row.show(values, force=force)
        else:
            self._build(rows)
        return True

    def lacks(self, value: Any) -> bool:
        """Tell whether only blank fields are wrong: a row that was just added is nobody's mistake."""
        return not self.rows if value is None else super().lacks(value) or only_unfilled(self.spec, self.rows)

    def show_problems(self, problems: Sequence[Problem], value: Any) -> None:
        """Say what is wrong at the field of the row where it is; the rest at the foot of the group."""
        if not problems:
            for row in self._rows:
                row.clear_problems()
            self.field.set_error("")
            return
        insist = self.lacks(value)
        said = [row.show_problems(insist=insist) for row in self._rows]
        if any(said):
            self.field.set_error("")
            return
        super().show_problems(problems, value)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows as they stand."""
        return [row.values for row in self._rows]

    # ---- building ----

    def _build(self, rows: Sequence[dict[str, Any]]) -> None:
        self._list.clear()
        self._rows = []
        for values in rows:
            self._make(values)
        self._number()

    def _make(self, values: dict[str, Any]) -> GroupRow:
        with self._list:
            row = GroupRow(self.spec, values, self._acts, self._media, single=self._is_single)
        self._rows.append(row)
        return row

    def _make_heads(self) -> Any:
        """Name the fields once above rows of one line."""
        heads = d.node("div", "group-heads", aria_hidden="true")
        with heads:
            for part in self.spec.fields if is_in_line(self.spec) else ():
                d.text(part.label, f"group-head {'narrow' if is_narrow(part) else ''}")
        return heads

    def _number(self) -> None:
        count, most = len(self._rows), self.spec.rules.max_items
        for place, row in enumerate(self._rows):
            row.number(place, count)
        self._heads.style(f"--buttons: {3 if count > 1 else 1}")
        self._heads.set_visibility(bool(count) and is_in_line(self.spec))
        self._adder.set_visibility(count < most)
        self._full.set_visibility(count >= most > 1)
        self.field.classes(add="" if count else "none-yet", remove="none-yet" if count else "")

    @property
    def _is_single(self) -> bool:
        return self.spec.rules.max_items == 1

    def _add_label(self) -> str:
        from imagen.ui.pages.order.wording import lower_first

        if self._is_single:
            return f"Set {lower_first(self.spec.label)}"
        least = self.spec.rules.min_items
        return f"Add ({least} at least)" if least > 1 else "Add"

    # ---- changes by people ----

    def _append(self) -> None:
        row = self._make({})
        self._number()
        self._tell()
        row.focus()

    def _remove(self, row: GroupRow) -> None:
        at = self._rows.index(row)
        self._rows.remove(row)
        row.element.delete()
        self._number()
        self._tell()
        if self._rows:
            self._rows[min(at, len(self._rows) - 1)].focus()
        else:
            focus(self._adder)

    def _move(self, row: GroupRow, by: int) -> None:
        self._rows = moved(self._rows, self._rows.index(row), by)
        row.element.move(target_index=self._rows.index(row))
        self._number()
        self._tell()
        row.focus_move(by)

    def _edited(self, row: GroupRow) -> None:
        wrong = [part for part in self.spec.fields if field_problem(part, row.values)]
        if not wrong:
            row.clear_problems()
        self._tell()

    def _tell(self) -> None:
        self._value = self.rows
        self._edit(self._value)

    def _hold(self, focused: bool) -> None:
        self._focused = focused

    def _take(self) -> None:
        offered = self._offered
        self.show(offered, force=True)
        self._edit(offered)
