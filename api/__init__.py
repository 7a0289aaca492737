"""The REST API: application, dependencies, errors, schemas and routes."""
