"""Replicate: official models, versions and deployments, by the official client behind the guarded transport."""
