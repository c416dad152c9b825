"""A municipality measures its own drop-out."""
