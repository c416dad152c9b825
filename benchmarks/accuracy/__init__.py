"""The accuracy report over scenarios and seeds."""
