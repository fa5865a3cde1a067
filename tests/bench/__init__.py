"""How fast and how small it is: `make bench` prints each figure beside its limit. No test asserts a time."""
