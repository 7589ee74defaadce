"""The routes under /api, a file for each group of verbs, as on the command line."""
