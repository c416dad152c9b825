"""One signal against a prepared register: rows by key, and the functions that a month is decided with."""
