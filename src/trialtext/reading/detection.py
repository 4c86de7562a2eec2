"""What a text was found to be."""

import attrs


@attrs.frozen
class Detection:
    """What a text was found to be, and what tells so."""

    format: str | None
    """Name of the format; `None` if it is none that is known."""
    variant: str | None
    """What the extractor that made the text did to it; `None` where there is nothing to tell."""
    confidence: float
    """From 0 to 1: how sure it is that the text is of this format, or of none."""
    evidence: tuple[str, ...]
    """What tells so, a phrase each."""
