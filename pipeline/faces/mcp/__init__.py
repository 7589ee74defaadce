"""The MCP server: the verbs of the service as tools for language-model clients, reports and articles as resources.

`server` puts it together, `tools` and `resources` are what it offers, `work` runs a verb in a thread and tells how far it
has come, `transport` speaks over stdio or HTTP. Every result is the JSON that the command line prints.
"""
