"""All reads of the consents' room."""
