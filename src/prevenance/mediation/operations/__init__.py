"""All writes of the mediation's room, a file for each subject. `at`: the instant, aware."""
