"""From bytes to raw articles, with a reason for every refusal."""
