"""Counts told honestly: who is a person and who a machine, intervals, effects. Pure: knows no framework, no clock."""
