"""Decisions by evidence that several formats need: places, terms run together."""
