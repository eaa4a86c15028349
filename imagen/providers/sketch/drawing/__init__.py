"""Draws scenes: colours, light, land, things, weather and the finish of a style."""
