"""Runs one model in a process of its own: `python -P serve.py`, started by `local.py` and by nobody else.

Reads one line of JSON (model, context, key), answers with one line (the address), and ends when its input ends, which it
does when whoever started it goes, however that goes. It imports nothing of groundwire and says nothing else.
"""

import json
import os
import sys


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # llama.cpp writes to both without being asked
    os.dup2(nowhere, 2)
    asked = json.loads(sys.stdin.readline())
    server = _start(asked)
    answers.write(json.dumps({"address": server.listening_address}) + "\n")
    answers.flush()
    sys.stdin.read()
    # Not the orderly way: a reply that is being written would hold it up.
    os._exit(0)


def _start(asked: dict[str, object]):  # type: ignore[no-untyped-def] # noqa: ANN202 - xllamacpp has no types
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = asked["model"]
    params.model_alias = {asked["name"]}
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.api_keys = [asked["key"]]
    params.n_ctx, params.n_parallel = asked["context_tokens"], asked["slots"]
    params.ui = params.endpoint_slots = False
    params.verbosity = 0
    params.sse_ping_interval = 5  # a long prompt takes a while to read, and silence would count as a stall
    for threads in (params.cpuparams, params.cpuparams_batch):
        # All the cores, and threads that wait by spinning, are 50 times slower as soon as anything else runs.
        threads.n_threads, threads.poll = asked["threads"], 0
    return xllamacpp.Server(params)


if __name__ == "__main__":
    main()
