"""The command line `groundwire`: one small file for each group of commands, all of them thin over the service.

`main` is the entry point. Nothing here imports the service, its stores or its models before a command needs them.
"""

from .app import app
from .run import main

__all__ = ["app", "main"]
