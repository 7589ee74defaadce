"""The judges: does this passage carry this claim? Cheap checks in code first, fused into one calibrated score."""
