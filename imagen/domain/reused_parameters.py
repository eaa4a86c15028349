"""Put what a file says about its making into a model's form, and tell what does not fit there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from imagen.domain.expansion import literal
from imagen.domain.file_parameters import FileParameters, Software
from imagen.domain.parameter_meanings import Meaning, plain_name, with_meaning
from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, ParameterType, Role, read_size
from imagen.domain.recorded_parameters import kept_rows
from imagen.domain.sampler_names import find_sampler

_NAMED_OTHERWISE = {"Denoising strength": Meaning.STRENGTH, "Clip skip": Meaning.CLIP_SKIP}
_SHAPING = ("Hires", "ControlNet", "Refiner", "Variation seed", "Seed resize", "Tiling", "ADetailer")
_NEAR_ENOUGH = 0.04  # so that the sizes models were trained on, such as 896x1152, pass for the ratio they stand for


@dataclass(frozen=True)
class LeftOut:
    """Something a file says that the form has no place for, or a place that does not take it."""

    name: str
    value: Any
    reason: str


@dataclass(frozen=True)
class Reused:
    """The base parameters to order with, escaped so that expanding gives exactly what the file says; and the rest."""

    parameters: dict[str, Any]
    left_out: tuple[LeftOut, ...]


def reuse(read: FileParameters, spec: ParameterSetSpec) -> Reused:
    """Put what was read into a model's form.

    What Imagen wrote goes to the parameters of the same names; all else by what it means. A prompt is put in even where it is
    too long, since the form says so itself; other values that the model does not take are left out and told.
    """
    form = _Form(spec)
    if read.software is Software.IMAGEN:
        for name, value in read.pairs:
            form.put_by_name(name, value)
    form.put_text("Prompt", Role.PROMPT, read.prompt)
    form.put_text("Negative prompt", Role.NEGATIVE_PROMPT, read.negative_prompt)
    form.put("Seed", spec.with_role(Role.SEED), read.seed)
    form.put("Steps", with_meaning(spec, Meaning.STEPS), read.steps)
    form.put("Guidance", with_meaning(spec, Meaning.CFG), read.cfg)
    _put_sampler(form, read)
    _put_size(form, read)
    _put_loras(form, read)
    if read.software is not Software.IMAGEN:
        _put_others(form, read)
    return Reused(literal(spec, form.values), tuple(form.left_out))


@dataclass
class _Form:
    """The values found so far, by the names of the model's parameters."""

    spec: ParameterSetSpec
    values: dict[str, Any] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def has(self, parameter: ParameterSpec | None) -> bool:
        return parameter is not None and parameter.name in self.values

    def leave_out(self, name: str, value: Any, reason: str) -> None:
        self.left_out.append(LeftOut(name, value, reason))

    def put_by_name(self, name: str, value: Any) -> None:
        """Put a value where the same name stands; one that has another meaning by itself is put there later."""
        parameter = self.spec.get(name)
        if parameter is not None:
            self.put(name, parameter, value)
        elif not _has_meaning(name):
            self.leave_out(name, value, f"This model has no parameter named {name}.")

    def put_text(self, name: str, role: Role, text: str) -> None:
        parameter = self.spec.with_role(role)
        if not text or self.has(parameter):
            return
        if parameter is None:
            self.leave_out(name, text, f"This model has no {name.lower()}.")
        else:
            self.values[parameter.name] = text

    def put(self, name: str, parameter: ParameterSpec | None, value: Any) -> bool:
        """Put a value unless there is one already; tell when it has no place or is not taken."""
        if value is None or value == "" or self.has(parameter):
            return False
        if parameter is None:
            self.leave_out(name, value, f"This model has no {name.lower()}.")
            return False
        fitting, problem = _fitted(parameter, value)
        if problem and parameter.role not in (Role.PROMPT, Role.NEGATIVE_PROMPT):
            self.leave_out(name, value, problem)
            return False
        self.values[parameter.name] = fitting
        return True

    def takes(self, parameter: ParameterSpec | None, value: Any) -> bool:
        """Put a value where it is taken, and say nothing where it is not."""
        if parameter is None or self.has(parameter):
            return False
        fitting, problem = _fitted(parameter, value)
        if problem:
            return False
        self.values[parameter.name] = fitting
        return True


def _has_meaning(name: str) -> bool:
    plain = plain_name(name)
    return plain in ("prompt", "negativeprompt", "seed") or any(plain in meaning.value for meaning in Meaning)


def _fitted(parameter: ParameterSpec, value: Any) -> tuple[Any, str | None]:
    """Give a value in the parameter's type, and what is wrong with it."""
    if parameter.secret or parameter.is_media:
        return value, f"{parameter.label} is not taken from files."
    if parameter.type is ParameterType.GROUP and isinstance(value, list):
        value = kept_rows(parameter, value)
    elif parameter.type is ParameterType.INTEGER and isinstance(value, float) and value.is_integer():
        value = int(value)
    elif isinstance(value, str) and parameter.type is not ParameterType.JSON:
        try:
            value = parameter.convert(value)
        except ValueError as error:
            return value, str(error)
    return value, parameter.problem(value)


def _put_sampler(form: _Form, read: FileParameters) -> None:
    """Put sampler and schedule where the model asks for them: apart, together in one name, or the sampler as scheduler."""
    sampler_place = with_meaning(form.spec, Meaning.SAMPLER)
    schedule_place = with_meaning(form.spec, Meaning.SCHEDULER)
    place = sampler_place or schedule_place
    sampler = read.sampler or ("" if sampler_place else read.scheduler)
    if sampler and not form.has(place):
        choices = place.rules.choices if place else ()
        found = find_sampler(sampler, read.scheduler if read.sampler else "", choices)
        form.put("Sampler", place, found.value if found else sampler)
    if read.scheduler and read.sampler and sampler_place and schedule_place:
        found = find_sampler(read.scheduler, "", schedule_place.rules.choices)
        form.put("Schedule", schedule_place, found.value if found else read.scheduler)


def _put_size(form: _Form, read: FileParameters) -> None:
    """Put the size as width and height, as one size, or as a ratio and a longer edge."""
    width, height = read.width, read.height
    if not width or not height:
        return
    places = {meaning: with_meaning(form.spec, meaning) for meaning in (Meaning.WIDTH, Meaning.HEIGHT)}
    size, ratio = with_meaning(form.spec, Meaning.SIZE), with_meaning(form.spec, Meaning.ASPECT_RATIO)
    if any(form.has(place) for place in (*places.values(), size, ratio)):
        return
    if places[Meaning.WIDTH] and places[Meaning.HEIGHT]:
        form.put("Width", places[Meaning.WIDTH], width)
        form.put("Height", places[Meaning.HEIGHT], height)
        return
    taken = form.takes(size, f"{width}x{height}") if size and size.type is ParameterType.TEXT else False
    if size and size.type is ParameterType.INTEGER:
        taken = form.takes(size, max(width, height))
    if ratio and (size is None or size.type is ParameterType.INTEGER or not taken):
        taken = form.takes(ratio, _ratio(ratio, width, height))
    if not taken:
        form.leave_out("Size", f"{width}x{height}", "This model has no such size.")


def _ratio(parameter: ParameterSpec, width: int, height: int) -> str:
    """Give the choice of a ratio that is nearest to the size's own, if near; else the size's own, which is no choice."""
    off = {}
    for choice in parameter.rules.choices:
        sides = read_size(str(choice.value).replace(":", "x"))
        if sides and sides[0] and sides[1]:
            off[str(choice.value)] = abs(width * sides[1] / (height * sides[0]) - 1)
    nearest = min(off, key=lambda value: off[value], default=None)
    return nearest if nearest is not None and off[nearest] <= _NEAR_ENOUGH else f"{width}:{height}"


def _put_loras(form: _Form, read: FileParameters) -> None:
    """Put the LoRAs that have an address where a model has rows for addresses; tell the others."""
    place = with_meaning(form.spec, Meaning.LORAS)
    if form.has(place):
        return
    addressed = [each for each in read.resources if each.air and each.kind == "lora"]
    if place and addressed and {"key", "value"} <= {part.name for part in place.fields}:
        rows = [{"key": each.air, "value": 1.0 if each.weight is None else each.weight} for each in addressed]
        form.put("LoRAs", place, rows)
        return
    for lora in read.loras:
        reason = "This model takes no LoRAs." if place is None else "The file does not say where this LoRA is found."
        form.leave_out(f"LoRA {lora.name}", lora.weight, reason)


def _put_others(form: _Form, read: FileParameters) -> None:
    """Put what stands under a name that the model knows too, and tell what shaped the picture and has no place."""
    for name, value in read.pairs:
        parameter = with_meaning(form.spec, _NAMED_OTHERWISE[name]) if name in _NAMED_OTHERWISE else None
        if name in _NAMED_OTHERWISE or name.startswith(_SHAPING):
            form.put(name, parameter, value)
