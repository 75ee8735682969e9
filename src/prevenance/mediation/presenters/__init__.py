"""Values ready for the pages of mediation."""
