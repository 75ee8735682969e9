"""Frozen values and files of the offer, ready for a page, a program or another system."""
