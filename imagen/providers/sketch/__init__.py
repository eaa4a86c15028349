"""The built-in provider: it draws, films and composes from words by rules, without key, network or AI."""
