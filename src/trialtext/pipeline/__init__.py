"""Many inputs: documents out of files, workers, outputs. Built on the API."""
