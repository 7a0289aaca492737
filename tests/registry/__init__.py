"""Tests of what we know: the model, the reconciler and the queries."""
