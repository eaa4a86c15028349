"""Which classes carry out the models at civitai: those of families, from the files of `models/`, else those of model types."""

from __future__ import annotations

from imagen.providers.base import ModelType
from imagen.providers.civitai import models
from imagen.providers.civitai.factory import CivitaiProductFactory
from imagen.providers.civitai.image_to_image import CivitaiImageToImageFactory
from imagen.providers.civitai.image_to_video import CivitaiImageToVideoFactory
from imagen.providers.civitai.text_to_audio import CivitaiTextToAudioFactory
from imagen.providers.civitai.text_to_image import CivitaiTextToImageFactory
from imagen.providers.civitai.text_to_video import CivitaiTextToVideoFactory
from imagen.providers.civitai.upscaling import CivitaiUpscalingFactory
from imagen.providers.families import Families

BY_TYPE: dict[ModelType, type[CivitaiProductFactory]] = {
    ModelType.TEXT_TO_IMAGE: CivitaiTextToImageFactory,
    ModelType.IMAGE_TO_IMAGE: CivitaiImageToImageFactory,
    ModelType.TEXT_TO_VIDEO: CivitaiTextToVideoFactory,
    ModelType.IMAGE_TO_VIDEO: CivitaiImageToVideoFactory,
    ModelType.TEXT_TO_AUDIO: CivitaiTextToAudioFactory,
    ModelType.UPSCALING: CivitaiUpscalingFactory,
}
FAMILIES = Families("civitai", models, BY_TYPE)
