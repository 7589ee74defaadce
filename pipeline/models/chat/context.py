"""How much a model takes: from the table of OpenAI's models, or from what a server tells of its own."""

# What servers call it in their list of models: llama.cpp, vLLM, Groq, OpenRouter and LM Studio.
_NAMES = ("n_ctx", "max_model_len", "context_window", "context_length", "max_context_length")


def known_context(model: str) -> int | None:
    """The context of a model in llama-index's table of OpenAI's."""
    from llama_index.llms.openai.utils import openai_modelname_to_contextsize

    try:
        return openai_modelname_to_contextsize(model)
    except ValueError:
        return None


def context_in(listing: object, model: str) -> int | None:
    """The context of a model in a server's list of models, where the server tells it."""
    entries = listing.get("data") if isinstance(listing, dict) else None
    entries = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    named = [entry for entry in entries if entry.get("id") == model] or (entries if len(entries) == 1 else [])
    for entry in named:
        meta = entry.get("meta")
        for place in (meta if isinstance(meta, dict) else {}, entry):
            for name in _NAMES:
                found = place.get(name)
                if isinstance(found, int) and found > 0:
                    return found
    return None
