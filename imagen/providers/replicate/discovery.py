"""Which classes carry out the models at Replicate: those of families, from the files of `models/`, else those of model types."""

from __future__ import annotations

from imagen.providers.base import ModelType
from imagen.providers.families import Families
from imagen.providers.replicate import models
from imagen.providers.replicate.factory import ReplicateProductFactory
from imagen.providers.replicate.image_to_image import ReplicateImageToImageFactory
from imagen.providers.replicate.image_to_video import ReplicateImageToVideoFactory
from imagen.providers.replicate.text_to_audio import ReplicateTextToAudioFactory
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory
from imagen.providers.replicate.text_to_video import ReplicateTextToVideoFactory
from imagen.providers.replicate.upscaling import ReplicateUpscalingFactory

BY_TYPE: dict[ModelType, type[ReplicateProductFactory]] = {
    ModelType.TEXT_TO_IMAGE: ReplicateTextToImageFactory,
    ModelType.IMAGE_TO_IMAGE: ReplicateImageToImageFactory,
    ModelType.TEXT_TO_VIDEO: ReplicateTextToVideoFactory,
    ModelType.IMAGE_TO_VIDEO: ReplicateImageToVideoFactory,
    ModelType.TEXT_TO_AUDIO: ReplicateTextToAudioFactory,
    ModelType.UPSCALING: ReplicateUpscalingFactory,
}
FAMILIES = Families("Replicate", models, BY_TYPE)
