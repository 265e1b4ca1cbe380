"""Ready-made reforms: YAML where only figures change, Python where a formula does."""
