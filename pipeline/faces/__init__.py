"""The faces of the service: each calls the same methods and shows the same results."""
