"""A model's inputs as a form, together with the way back: from the form's values to the provider's body and in reverse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from imagen.domain.errors import ParameterInvalid
from imagen.domain.parameters import ParameterSetSpec, Role
from imagen.providers.schema.file_limits import FileLimits
from imagen.providers.schema.notes import FieldNote
from imagen.providers.schema.wire import NOTHING, Urls, WireField, WireKind


@dataclass(frozen=True)
class SeedLimits:
    """Between which whole numbers a seed lies that has to be sent."""

    minimum: int
    maximum: int


@dataclass(frozen=True)
class ConvertedSchema:
    """The form of a model and how its values travel.

    `constants` are sent always and shown never. `seed_limits` are there when a blank seed must not stay blank: the provider
    insists on one, or would take the same one every time. `file_limits` say by parameter (in groups by `group.field`) what
    files must be like.
    """

    spec: ParameterSetSpec
    wire: tuple[WireField, ...] = ()
    constants: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[FieldNote, ...] = ()
    seed_limits: SeedLimits | None = None
    file_limits: Mapping[str, FileLimits] = field(default_factory=dict)

    def to_body(
        self, values: Mapping[str, Any], *, urls: Urls | None = None, seed: int | None = None
    ) -> dict[str, Any]:
        """Make the provider's body from a generation parameter set: what is not set is left out, constants are added.

        `urls` gives the address for each product reference (without it references stay as they are); `seed` is taken where
        the seed is blank. Raises ParameterInvalid for a parameter that is not there, for a product without address and for
        JSON that must be an object and is none.
        """
        unknown = next((name for name in values if self.spec.get(name) is None), None)
        if unknown is not None:
            raise ParameterInvalid(f"This model has no parameter named {unknown[:80]}.")
        given = self._with_seed(values, seed)
        body: dict[str, Any] = {}
        for wire in self.wire:
            written = wire.write(given.get(wire.name), urls)
            if wire.kind is WireKind.REST:
                body.update(_as_object(self.spec, wire, written))
            elif written is not NOTHING:
                _put(body, wire.path, written)
            elif wire.null:
                _put(body, wire.path, None)
        return {**body, **self.constants}

    def from_body(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Read a body back into values of the form; what the form does not know goes to its field for the rest, if any."""
        values: dict[str, Any] = {}
        for wire in self.wire:
            read = None if wire.kind is WireKind.REST else wire.read(_at(body, wire.path))
            if read is not None:
                values[wire.name] = read
        known = {wire.path[0] for wire in self.wire if wire.path} | set(self.constants)
        rest = {key: value for key, value in body.items() if key not in known}
        keeper = next((wire for wire in self.wire if wire.kind is WireKind.REST), None)
        if keeper is not None and rest:
            values[keeper.name] = rest
        return values

    def _with_seed(self, values: Mapping[str, Any], seed: int | None) -> Mapping[str, Any]:
        parameter = self.spec.with_role(Role.SEED)
        if seed is None or parameter is None or values.get(parameter.name) is not None:
            return values
        return {**values, parameter.name: seed}


def _put(body: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        body = body.setdefault(step, {})
    body[path[-1]] = value


def _at(body: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        body = body.get(step) if isinstance(body, Mapping) else None
    return body


def _as_object(spec: ParameterSetSpec, wire: WireField, written: Any) -> Mapping[str, Any]:
    if written is NOTHING:
        return {}
    if not isinstance(written, Mapping):
        parameter = spec.get(wire.name)
        label = parameter.label if parameter else wire.name
        raise ParameterInvalid(f"{label} must be a JSON object.", 'Write it as {"name": value, …}.')
    return written
