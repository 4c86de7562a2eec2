"""Many inputs, one after the other, and where the studies go."""
