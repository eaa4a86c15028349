"""How providers speak HTTP: one guarded transport under every client, so that money and keys are safe whatever a client does."""
