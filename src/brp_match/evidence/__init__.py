"""The evidence pack: what a privacy officer, a CISO and a lawyer ask, made of the code and of frozen results."""
