"""Values that several invented views share."""

from datetime import UTC, datetime

from web.views.page import Option
from web.views.values import Both, Link

AT = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)
BZK = Link("Ministerie van Binnenlandse Zaken en Koninkrijksrelaties", "/organisaties/bzk")
US, NL, DE, UNKNOWN = (
    Both("Verenigde Staten", "United States"),
    Both("Nederland", "Netherlands"),
    Both("EU", "EU"),
    None,
)

ORGANISATIONS = (
    Option("bzk", "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties"),
    Option("fin", "Ministerie van Financiën"),
    Option("logius", "Logius"),
)
