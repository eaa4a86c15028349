"""Replicate: predictions, models, collections, deployments, files."""

from __future__ import annotations

from tests.provider_simulators.replicate.service import Replicate

__all__ = ["Replicate"]
