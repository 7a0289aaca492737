"""The pages: each route asks one query and renders one template."""
