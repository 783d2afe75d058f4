"""Graph components named in config.yml."""
