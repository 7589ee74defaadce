"""What is derived from the catalogue and can be rebuilt from it: vectors and full text."""
