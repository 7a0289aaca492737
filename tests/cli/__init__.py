"""Tests of the command line, the worker and the embedded database."""
