"""Models that run here: embedders, and the tokens that budgets are counted in."""
