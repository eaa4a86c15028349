"""civitai: generation by its orchestration API v2, models by its site API."""
