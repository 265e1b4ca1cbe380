"""A household in a person's words, turned into what the rules read."""
