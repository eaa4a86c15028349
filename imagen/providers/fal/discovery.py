"""Which classes carry out the models at fal: those of families, from the files of `models/`, else those of model types."""

from __future__ import annotations

from imagen.providers.base import ModelType
from imagen.providers.fal import models
from imagen.providers.fal.factory import FalProductFactory
from imagen.providers.fal.image_to_image import FalImageToImageFactory
from imagen.providers.fal.image_to_video import FalImageToVideoFactory
from imagen.providers.fal.text_to_audio import FalTextToAudioFactory
from imagen.providers.fal.text_to_image import FalTextToImageFactory
from imagen.providers.fal.text_to_video import FalTextToVideoFactory
from imagen.providers.fal.upscaling import FalUpscalingFactory
from imagen.providers.families import Families

BY_TYPE: dict[ModelType, type[FalProductFactory]] = {
    ModelType.TEXT_TO_IMAGE: FalTextToImageFactory,
    ModelType.IMAGE_TO_IMAGE: FalImageToImageFactory,
    ModelType.TEXT_TO_VIDEO: FalTextToVideoFactory,
    ModelType.IMAGE_TO_VIDEO: FalImageToVideoFactory,
    ModelType.TEXT_TO_AUDIO: FalTextToAudioFactory,
    ModelType.UPSCALING: FalUpscalingFactory,
}
FAMILIES = Families("fal", models, BY_TYPE, by_base=True)
