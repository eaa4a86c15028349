"""Composes and plays little pieces of music from what a prompt means."""
