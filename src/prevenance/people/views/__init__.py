"""Pages of those who help."""
