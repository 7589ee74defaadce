"""The writer that asks a language model, and believes none of what it says."""

from .writer import LlmWriter

__all__ = ["LlmWriter"]
