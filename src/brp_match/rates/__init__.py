"""What municipalities know of the sources, shared in counts of tens, and put together in one table."""
