"""Words and rules: which rules' words stand where in a text."""
