"""All reads of the mediation's room, a file for each subject."""
