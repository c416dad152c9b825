"""Raw tables to standardised columns; one module a kind."""
