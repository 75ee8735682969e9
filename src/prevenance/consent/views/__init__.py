"""Pages of the consents' room: the team's, and the person's own."""
