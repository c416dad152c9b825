"""Residents asked of the BRP itself (Haal Centraal BRP bevragen, v2), where there is no extract."""
