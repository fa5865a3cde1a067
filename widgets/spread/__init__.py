"""Local and metastatic spread: the simulations of part 1."""
