"""The page of one or several runs: one HTML file that opens without a server, readable and complete without JavaScript."""

from .page import page

__all__ = ["page"]
