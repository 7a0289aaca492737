"""The command line, the worker and the embedded database."""
