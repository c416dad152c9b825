"""A set of made-up signals with the answers that are right, for who makes a check against the BRP."""
