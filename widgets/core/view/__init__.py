"""What a reader sees and touches: the markup, the player and its style, for a page and for Jupyter."""
