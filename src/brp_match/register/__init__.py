"""The register: raw residents and addresses → prepared tables, with what is read of every distinct value."""
