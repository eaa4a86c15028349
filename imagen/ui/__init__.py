"""The pages and what they are built from."""
