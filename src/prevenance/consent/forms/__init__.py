"""What may be typed in the pages of the consents' room."""
