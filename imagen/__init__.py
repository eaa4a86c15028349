"""Imagen makes pictures, video and audio with many models, and finds out which prompt is better."""

__version__ = "0.1.0"
