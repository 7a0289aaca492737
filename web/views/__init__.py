"""What the templates are given: frozen values, ready to be shown, that know nothing of the database."""
