"""The tests, laid out as a mirror of the packages."""
