"""Tests of the controls of the order form."""
