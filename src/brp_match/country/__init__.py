"""Many municipalities in one command: one delivery and one register shared out, each part decided on its own."""
