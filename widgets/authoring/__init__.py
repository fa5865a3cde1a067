"""How a new simulation or lesson is begun."""
