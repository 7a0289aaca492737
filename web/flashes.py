"""Messages after something was done; the address carries only their code, so nobody can put words in our mouth."""

from __future__ import annotations

from web.views.page import Flash
from web.views.values import Both

FLASHES = {
    "handelt-als": Flash(
        Both("U handelt nu namens de gekozen organisatie.", "You now act for the chosen organisation.")
    ),
    "geannuleerd": Flash(Both("De import is geannuleerd.", "The import was cancelled.")),
    "opnieuw-gelezen": Flash(
        Both("De indeling is opgeslagen voor deze bron.", "The mapping was saved for this source.")
    ),
    "wie": Flash(
        Both(
            "Zeg eerst wie u bent en namens welke organisatie u handelt.", "First say who you are and for whom you act."
        ),
        "attention",
    ),
    "kies": Flash(
        Both(
            "Kies eerst een van de antwoorden; er is niets vastgelegd.", "Choose an answer first; nothing was recorded."
        ),
        "attention",
    ),
    "opgeslagen": Flash(Both("Het abonnement is opgeslagen.", "The subscription was saved.")),
    "gepauzeerd": Flash(
        Both(
            "Er wordt niets verstuurd tot u het abonnement hervat; wat past wordt bewaard.",
            "Nothing is sent until you resume the subscription; what fits is kept.",
        )
    ),
    "hervat": Flash(Both("Het abonnement loopt weer.", "The subscription runs again.")),
    "gestopt": Flash(Both("Het abonnement is gestopt.", "The subscription has ended.")),
    "proef-gevraagd": Flash(
        Both(
            "Het proefbericht gaat binnen enkele seconden op weg; hieronder ziet u het antwoord.",
            "The test message goes out within seconds; the answer will be below.",
        )
    ),
    "gezien": Flash(Both("Vastgelegd dat u dit gezien hebt.", "It was recorded that you have seen this.")),
    "uitgesteld": Flash(Both("U wordt hier later weer aan herinnerd.", "You will be reminded of this later.")),
    "toegewezen": Flash(Both("Toegewezen.", "Assigned.")),
    "opgepakt": Flash(Both("Dit staat weer open.", "This is open again.")),
    "beslist": Flash(Both("Uw beslissing is vastgelegd.", "Your decision was recorded.")),
    "al-ontvangen": Flash(
        Both(
            "Dit bestand was al ingeleverd. Hieronder staat de eerdere import.",
            "This file had been handed over before. Below is the earlier import.",
        ),
        "attention",
    ),
}


def find_flash(code: str | None) -> Flash | None:
    """The message with this code."""
    return FLASHES.get(code or "")
