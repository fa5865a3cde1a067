"""Simulations of part 2: the steps by which cells leave and settle."""
