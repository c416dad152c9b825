"""A person's judgement, append-only, and the audit."""
