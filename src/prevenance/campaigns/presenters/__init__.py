"""Campaigns in words and values ready for a page."""
