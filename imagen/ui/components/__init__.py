"""The parts that pages are built from: plain elements, fields, overlays and the few browser components."""
