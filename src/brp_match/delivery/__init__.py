"""A delivery as a whole: what its columns hold, what went wrong with it, what one pattern explains."""
