"""One document while it is read, and what is kept of it; no format is known here."""
