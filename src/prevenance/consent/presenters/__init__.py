"""Values ready for the pages of the consents' room."""
