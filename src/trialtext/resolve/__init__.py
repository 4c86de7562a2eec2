"""Decisions by evidence that several formats need: places of sites, and terms on one line."""
