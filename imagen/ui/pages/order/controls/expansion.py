"""Texts and values in the expansion language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from nicegui.events import GenericEventArguments

from imagen.domain.expansion import Problem, ProblemKind
from imagen.domain.parameters import Interpolation, ParameterSpec, Role
from imagen.ui.components.expansion_editor import EditorMend, EditorProblem, ExpansionEditor
from imagen.ui.components.expansion_problems import as_editor_problems
from imagen.ui.pages.order.controls.control import Control, Edited, as_written, placeholder
from imagen.ui.pages.order.state import is_blank

_IN_BRACKETS = re.compile(r"\[\s*(\??[\d\s.,|#-]*\d[\d\s.,|#-]*)\]")


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
        text = as_written(value)
        mended = without_brackets(self.spec, text) if problems else None
        known = [lookup["name"] for lookup in self.editor.props["lookups"]]
        told = (
            as_editor_problems(problems, self.spec.name, text, known) if mended is None else [_bracketed(text, mended)]
        )
        self.editor.set_problems(told, for_text=text)

    def _changed(self, event: GenericEventArguments) -> None:
        self._edit(str(event.args.get("text", "")))


def without_brackets(spec: ParameterSpec, written: str) -> str | None:
    """Give what was meant by numbers in brackets, as a prompt has them: `4,20` for `[4, 20]`; None for anything else."""
    found = _IN_BRACKETS.fullmatch(written.strip())
    if found is None or spec.interpolation is not Interpolation.VALUES:
        return None
    return re.sub(r"\s*([,|])\s*", r"\1", found[1].strip())


def _bracketed(written: str, mended: str) -> EditorProblem:
    mend = EditorMend(start=0, end=len(written), text=mended, caret=len(mended), label="Use", code=mended)
    return {
        "start": 0,
        "end": len(written),
        "kind": str(ProblemKind.INVALID_VALUE),
        "message": "No brackets here.",
        "mends": [mend],
        "warning": False,
    }
