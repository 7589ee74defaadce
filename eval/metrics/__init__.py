"""The formulas that scores are made of, as their authors give them, with what those leave open decided and said.

Small pure functions: judgements in, a number out, None where there is nothing to score. Nothing here asks a judge, reads a
file or knows of suites; libraries that compute the same serve as oracles in the tests alone.
"""
