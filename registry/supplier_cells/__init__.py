"""A cell that names suppliers, as people fill it, becomes mentions with a role and a place. Pure."""

from registry.supplier_cells.cell import CellMention, Note, SupplierCell
from registry.supplier_cells.known_names import is_known_name
from registry.supplier_cells.reading import read_cell

__all__ = ["CellMention", "Note", "SupplierCell", "is_known_name", "read_cell"]
