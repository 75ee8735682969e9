"""Values ready for the agents' pages."""
