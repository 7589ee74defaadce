"""The pages: server-rendered views of a home, readable without a script, in which corpus text is only ever shown.

Pages read and never write: what changes something is asked of the HTTP API by the script, and told of by the API.
"""
