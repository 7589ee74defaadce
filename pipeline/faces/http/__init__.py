"""The HTTP API and what serves it with the pages: every verb of the service under `/api`, long ones as jobs.

Nothing here decides anything about news: each route calls one verb and gives back the JSON that the command line prints.
"""
