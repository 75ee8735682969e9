"""What may be typed on the agents' pages."""
