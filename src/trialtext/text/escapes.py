"""Text for a terminal: what it could act on, or show as something else, is escaped."""


def printable(text: str) -> str:
    r"""Escape what is not printable as `repr` does: `\x1b`, `\n`, `\u202e`; all else stays."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
