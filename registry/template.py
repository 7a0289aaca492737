"""What the template's exporter and its reader agree on."""

TABLE = "Applicaties"
ORIGINALS = "_landschap"
ORIGINALS_HEAD = "landschap-export-1"
ORIGINAL_IDS = ("register_id", "contract_id", "service_id", "dependency_id")

SOURCE_NAME = "Sjabloon"
"""The source of an organisation's template edits: one, whatever the file is called, so that edits follow each other."""

FACT_SHEETS = {
    "assessment": "Toetsen",
    "finding": "Bevindingen",
    "support_purchase": "Verlengde ondersteuning",
    "application_phase": "Levensfasen",
}
"""The sheets with what is known of applications beside themselves, by kind of record."""
ORIGINAL_FACTS = "_landschap_feiten"
