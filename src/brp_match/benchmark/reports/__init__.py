"""Reports as one HTML file: blocks, pictures, words."""
