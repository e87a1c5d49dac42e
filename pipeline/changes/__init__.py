"""How grave a change of an article's words is: statements are told apart, paired, and compared."""
