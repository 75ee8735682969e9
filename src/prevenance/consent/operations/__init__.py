"""All writes of the consents' room. `at`: the instant, aware."""
