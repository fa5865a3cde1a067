"""The figure language, the marks that many figures share, and the one look of all."""
