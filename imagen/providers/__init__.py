"""The services that make products, each behind the same factories."""
