"""How fast and how small it is: `make bench`."""
