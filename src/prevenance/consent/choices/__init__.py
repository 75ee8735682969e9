"""Purposes, lengths and sentences of the consents' room: data, read once."""
