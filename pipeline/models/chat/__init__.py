"""Language models: reached over HTTP or run here, asked for JSON, bounded in time, size and cost."""
