"""Says of a claim and a passage whether the passage carries the claim: code checks, one small model, calibrated."""
