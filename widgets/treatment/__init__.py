"""Simulations of part 4: treatments."""
