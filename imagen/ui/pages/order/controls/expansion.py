"""Texts and values in the expansion language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nicegui.events import GenericEventArguments

from imagen.domain.expansion import Problem
from imagen.domain.parameters import Interpolation, ParameterSpec, Role
from imagen.ui.components.expansion_editor import ExpansionEditor
from imagen.ui.pages.order.controls.control import Control, Edited, as_written, placeholder
from imagen.ui.pages.order.state import is_blank


class ExpansionControl(Control):
    """An editor: of several lines for prompts, of one line for values such as `8,10..20`."""

    def __init__(self, spec: ParameterSpec, value: Any, on_edit: Edited) -> None:
        super().__init__(spec, on_edit)
        is_text = spec.interpolation is Interpolation.TEXT
        self.field = self._frame()
        if spec.role is Role.PROMPT:
            self.field.classes("prompt")
        with self.field:
            self.editor = ExpansionEditor(
                as_written(value),
                label=spec.label,
                placeholder=placeholder(spec),
                multiline=is_text and (spec.ui.multiline or spec.role is Role.PROMPT),
                mode="text" if is_text else "values",
            )
        # The editor drops a change that brings back what it held, but other windows may hold something else by now.
        self.editor.on("change", self._changed, ["text"])
        self.editor.on("settled", self._changed, ["text"])

    def show(self, value: Any, *, force: bool) -> bool:
        text = as_written(value)
        if text == self.editor.value:
            return True
        self.editor.set_text(text, force=force)
        return force

    def show_problems(self, problems: Sequence[Problem], value: Any) -> None:
        is_list = isinstance(value, list | tuple)
        if is_list or is_blank(value):
            super().show_problems(problems, value)
            self.editor.set_problems([], for_text=self.editor.value)
            return
        self.field.set_error("")
        self.editor.set_problems([_told(problem) for problem in problems], for_text=as_written(value))
        self.field.classes(
            add="invalid" if any(not p.kind.is_warning for p in problems) else "",
            remove="" if any(not p.kind.is_warning for p in problems) else "invalid",
        )

    def _changed(self, event: GenericEventArguments) -> None:
        self._edit(str(event.args.get("text", "")))


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "start": problem.start,
        "end": problem.end,
        "kind": str(problem.kind),
        "message": problem.message,
        "suggestion": problem.suggestion,
        "warning": problem.kind.is_warning,
    }
