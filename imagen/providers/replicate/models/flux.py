"""FLUX by Black Forest Labs: shapes by aspect ratio, numbers of pixels only where one's own shape is asked for."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.image_to_image import ReplicateImageToImageFactory
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory

_OWN_SHAPE = "Counts only with the aspect ratio “custom”."
_LABELS = {
    "go_fast": "Fast mode",
    "prompt_upsampling": "Improve the prompt",
    "num_inference_steps": "Steps",
    "image_prompt": "Image to follow",
    "input_images": "Images",
    "input_image": "Image",
}
_TECHNICAL = ("width", "height", "go_fast", "num_inference_steps", "output_quality", "prompt_upsampling", "lora_scale")
_HINTS = {"width": _OWN_SHAPE, "height": _OWN_SHAPE}


class FluxTextToImage(ReplicateTextToImageFactory):
    """FLUX schnell, dev, pro and their successors."""

    claims = ("black-forest-labs/flux-*", "lucataco/flux-*")
    family = "FLUX"
    arrangement = Arrangement(
        first=("prompt", "aspect_ratio", "megapixels", "resolution", "num_outputs", "seed", "image", "input_images"),
        basic=("prompt_strength", "guidance", "image_prompt", "lora_weights", "hf_loras"),
        advanced=_TECHNICAL,
        labels={**_LABELS, "image": "Image to start from"},
        hints=_HINTS,
    )


class FluxEditing(ReplicateImageToImageFactory):
    """FLUX Kontext, Fill, Redux, Canny and Depth: they change images."""

    claims = (
        "black-forest-labs/flux-kontext-*",
        "black-forest-labs/flux-fill-*",
        "black-forest-labs/flux-redux-*",
        "black-forest-labs/flux-canny-*",
        "black-forest-labs/flux-depth-*",
        "flux-kontext-apps/*",
    )
    family = "FLUX"
    arrangement = Arrangement(
        first=("prompt", "input_image", "input_image_1", "input_image_2", "image", "redux_image", "control_image", "mask",
               "aspect_ratio", "num_outputs", "seed"),
        basic=("guidance",),
        advanced=_TECHNICAL,
        labels={**_LABELS, "input_image_1": "First image", "input_image_2": "Second image"},
        hints={**_HINTS, "mask": "White is painted anew, black stays."},
    )  # fmt: skip
