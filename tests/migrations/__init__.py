"""Tests of the history of the schema."""
