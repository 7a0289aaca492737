"""Makes views of what the register's queries answer: pure functions from rows to what templates are given."""
