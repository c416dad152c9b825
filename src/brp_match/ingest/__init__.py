"""Delivered files to raw text tables with source and line; one module a format."""
