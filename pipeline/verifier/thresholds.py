"""Where a calibrated score becomes a label: the one place of these numbers.

The two cuts for supported and contradicted are chosen by `eval/fit_verifier.py` on training passages that the trees have
not seen, and stand in `fusion.json` with the trees; never on dev or test. What is here does not depend on the fit.
"""

# A clause counts as carried from this score; a claim of which some clauses are carried and others not is partial.
CLAUSE = 0.5
# Between these a second, stronger judge is worth asking.
UNCERTAIN = (0.3, 0.7)
# The score of a claim that stands in the passage word for word, and of one cut out of what somebody says or supposes.
VERBATIM = 0.98
CUT_OUT = 0.2
# The most that a claim may score which states as fact what the passage has somebody say: who says so matters, so no report
# shows it. Its label follows its evidence like any other's.
UNATTRIBUTED = 0.6
# Texts past these sizes (in characters) are not judged: the former is no sentence, the latter no citation.
LONGEST_CLAIM = 2_000
LONGEST_PASSAGE = 200_000
