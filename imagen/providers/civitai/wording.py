"""How civitai's users call its inputs, where the names in its recipes would read oddly."""

from __future__ import annotations

from dataclasses import replace

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec

_SPOKEN = {"Cfg scale": "CFG scale", "Cfg": "CFG", "Loras": "LoRAs", "Vae model": "VAE", "Clip skip": "CLIP skip",
           "Bpm": "BPM", "Control nets": "ControlNets", "Sample method": "Sampler", "U cache": "Cache"}  # fmt: skip


def spoken_labels(spec: ParameterSetSpec) -> ParameterSetSpec:
    """Label parameters as civitai's users call them."""
    return ParameterSetSpec(tuple(_spoken(parameter) for parameter in spec.parameters))


def _spoken(parameter: ParameterSpec) -> ParameterSpec:
    label = _SPOKEN.get(parameter.ui.label, parameter.ui.label)
    return replace(parameter, ui=replace(parameter.ui, label=label))
