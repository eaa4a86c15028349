"""Which control fits a parameter, in the form as in the rows of its groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from imagen.domain.parameters import Interpolation, ParameterSpec, ParameterType
from imagen.ui.pages.order.controls.choices import ChoiceControl
from imagen.ui.pages.order.controls.control import Control, Edited
from imagen.ui.pages.order.controls.expansion import ExpansionControl
from imagen.ui.pages.order.controls.json_text import JsonControl
from imagen.ui.pages.order.controls.media import Find, MediaControl, Pick
from imagen.ui.pages.order.controls.plain import PlainControl, SwitchControl
from imagen.ui.pages.order.controls.secret import SecretControl


@dataclass(frozen=True)
class MediaSource:
    """Where fields of media get their products from."""

    find: Find
    pick: Pick
    project_id: UUID | None


def control_for(spec: ParameterSpec, value: Any, on_edit: Edited, media: MediaSource) -> Control:
    """Make the control of a parameter where the page is being built."""
    from imagen.ui.pages.order.controls.group import GroupControl  # its rows hold controls themselves

    if spec.is_media:
        return MediaControl(spec, value, on_edit, find=media.find, pick=media.pick, project_id=media.project_id)
    if spec.type is ParameterType.GROUP:
        return GroupControl(spec, value, on_edit, media)
    return _plainer(spec)(spec, value, on_edit)


def _plainer(spec: ParameterSpec) -> Callable[[ParameterSpec, Any, Edited], Control]:
    takes_values = spec.interpolation is Interpolation.VALUES
    if spec.secret:
        return SecretControl
    if spec.rules.choices or spec.rules.size or (spec.type is ParameterType.BOOLEAN and takes_values):
        return ChoiceControl
    if spec.interpolation is not Interpolation.NONE:
        return ExpansionControl
    if spec.type is ParameterType.BOOLEAN:
        return SwitchControl
    return JsonControl if spec.type is ParameterType.JSON else PlainControl
