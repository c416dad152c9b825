"""The export of one municipality's counts: made, hidden where small, shown, written."""
