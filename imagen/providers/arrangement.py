"""How a family puts its form together: what comes first, what stands behind the fold, how things are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from imagen.domain.parameters import Choice, ParameterSetSpec, ParameterSpec


@dataclass(frozen=True)
class Arrangement:
    """Names of parameters: `first` in this order before the others; `basic` in sight and `advanced` behind the fold.

    `first` ones are in sight too. `suggested` are choices for texts that are free. Names that a model does not have are
    passed over, so that one arrangement fits a family.
    """

    first: tuple[str, ...] = ()
    basic: tuple[str, ...] = ()
    advanced: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    suggested: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)

    def apply(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        """Arrange the parameters of a model."""
        named = {parameter.name: self._dressed(parameter) for parameter in spec.parameters}
        order = [*(name for name in self.first if name in named), *named]
        return ParameterSetSpec(tuple(named[name] for name in dict.fromkeys(order)))

    def _dressed(self, parameter: ParameterSpec) -> ParameterSpec:
        name, ui, rules = parameter.name, parameter.ui, parameter.rules
        advanced = ui.advanced
        if name in self.first or name in self.basic:
            advanced = False
        elif name in self.advanced:
            advanced = not parameter.required
        if name in self.suggested:
            rules = replace(rules, choices=self.suggested[name], open_choices=True)
        ui = replace(ui, advanced=advanced, label=self.labels.get(name, ui.label))
        return replace(parameter, ui=ui, rules=rules, hint=self.hints.get(name, parameter.hint))
