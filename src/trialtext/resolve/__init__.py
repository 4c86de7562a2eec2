"""Decisions that need evidence from several places of a page."""
