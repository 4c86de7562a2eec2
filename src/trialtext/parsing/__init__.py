"""Lark: grammars, sections of a text, tokens and trees."""
