"""civitai: orchestration v2 (workflows, blobs, resources, services) and the site API."""

from __future__ import annotations

from tests.provider_simulators.civitai.service import Civitai

__all__ = ["Civitai"]
