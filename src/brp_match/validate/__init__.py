"""Raw tables and expectations to findings; changes no value."""
