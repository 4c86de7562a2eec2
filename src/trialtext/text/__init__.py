"""Source text: decoding, newlines, offsets, edits, repairs of characters."""
