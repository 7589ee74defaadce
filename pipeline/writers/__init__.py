"""Those who draft: the extractive writer, which needs no model but the encoder, and later the LLM."""
