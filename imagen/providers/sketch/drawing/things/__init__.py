"""The things Sketch can draw, by kind, and the catalogue of their words."""
