"""Pages of the places, for everybody; pages of their card, for whoever holds its link."""
