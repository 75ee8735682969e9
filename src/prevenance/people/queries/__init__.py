"""All reads of the people's room. `access` says what an account may do: the one careful function."""

from prevenance.people.queries.access import NOBODY, Access, Grant, access, is_within

__all__ = ["NOBODY", "Access", "Grant", "access", "is_within"]
