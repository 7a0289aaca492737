"""What is wrong with the input of a request, in sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

# By Pydantic's name of the error; braces are filled from its context.
SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ("Dit is verplicht.", "This is required."),
    "extra_forbidden": ("Dit veld is hier niet bekend.", "This field is not known here."),
    "json_invalid": ("De inhoud is geen geldige JSON.", "The content is not valid JSON."),
    "model_attributes_type": ("Hier hoort een object.", "An object belongs here."),
    "model_type": ("Hier hoort een object.", "An object belongs here."),
    "dict_type": ("Hier hoort een object.", "An object belongs here."),
    "list_type": ("Hier hoort een lijst.", "A list belongs here."),
    "string_type": ("Hier hoort tekst.", "Text belongs here."),
    "string_too_short": (
        "Dit moet minstens {min_length} teken(s) hebben.",
        "At least {min_length} character(s) needed.",
    ),
    "string_too_long": ("Dit mag hoogstens {max_length} tekens hebben.", "At most {max_length} characters allowed."),
    "too_long": ("Dit mag hoogstens {max_length} onderdelen hebben.", "At most {max_length} items allowed."),
    "too_short": ("Dit moet minstens {min_length} onderdeel hebben.", "At least {min_length} item needed."),
    "string_pattern_mismatch": ("Dit heeft niet de juiste vorm.", "This does not have the right form."),
    "int_type": ("Hier hoort een geheel getal.", "A whole number belongs here."),
    "int_parsing": ("Dit is geen geheel getal.", "This is not a whole number."),
    "int_parsing_size": ("Dit getal is te groot.", "This number is too large."),
    "int_from_float": ("Hier hoort een geheel getal.", "A whole number belongs here."),
    "greater_than_equal": ("Dit moet minstens {ge} zijn.", "This must be {ge} or more."),
    "less_than_equal": ("Dit mag hoogstens {le} zijn.", "This must be {le} or less."),
    "bool_type": ("Hier hoort true of false.", "This must be true or false."),
    "bool_parsing": ("Hier hoort true of false.", "This must be true or false."),
    "decimal_type": ("Hier hoort een bedrag of getal.", "An amount or number belongs here."),
    "decimal_parsing": ("Dit is geen getal.", "This is not a number."),
    "decimal_max_digits": ("Dit getal heeft te veel cijfers.", "This number has too many digits."),
    "decimal_max_places": (
        "Dit mag hoogstens {decimal_places} decimalen hebben.",
        "No more than {decimal_places} decimals allowed.",
    ),
    "decimal_whole_digits": ("Dit getal is te groot.", "This number is too large."),
    "finite_number": ("Dit is geen getal.", "This is not a number."),
    "literal_error": ("Kies een van: {expected}.", "Choose one of: {expected}."),
    "uuid_parsing": ("Dit is geen kenmerk (UUID).", "This is not an identifier (UUID)."),
    "uuid_type": ("Hier hoort een kenmerk (UUID).", "An identifier (UUID) belongs here."),
    "date_from_datetime_parsing": ("Dit is geen datum (JJJJ-MM-DD).", "This is not a date (YYYY-MM-DD)."),
    "date_parsing": ("Dit is geen datum (JJJJ-MM-DD).", "This is not a date (YYYY-MM-DD)."),
    "date_type": ("Hier hoort een datum (JJJJ-MM-DD).", "A date (YYYY-MM-DD) belongs here."),
    "date_from_datetime_inexact": ("Hier hoort een datum zonder tijd.", "A date without a time belongs here."),
    "datetime_parsing": ("Dit is geen moment (JJJJ-MM-DDTuu:mm:ssZ).", "This is not a moment (YYYY-MM-DDThh:mm:ssZ)."),
    "datetime_from_date_parsing": (
        "Dit is geen moment (JJJJ-MM-DDTuu:mm:ssZ).",
        "This is not a moment (YYYY-MM-DDThh:mm:ssZ).",
    ),
    "timezone_aware": ("Bij dit moment hoort een tijdzone (Z).", "This moment needs a time zone (Z)."),
    "not_a_date": (
        "Dit is geen datum of periode (2027-12-31, Q3 2027, 2027).",
        "This is not a date or period (2027-12-31, Q3 2027, 2027).",
    ),
    "reversed_dates": ("De eerste dag ligt na de laatste.", "The first day is after the last."),
    "not_text": ("Deze tekst bevat tekens die niet bewaard kunnen worden.", "This text has signs that cannot be kept."),
    "not_null": ("Dit mag niet leeg zijn.", "This may not be empty."),
    "not_a_country": ("Dit is geen landcode (ISO 3166-1 alpha-2).", "This is not a country code (ISO 3166-1 alpha-2)."),
    "repeated": ("Dit mag maar een keer voorkomen.", "This may be given only once."),
}
OTHERWISE = ("Deze waarde is niet geldig.", "This value is not valid.")


def found_wrong(found: Iterable[Mapping[str, Any]], *, english: bool) -> list[dict[str, Any]]:
    """Each error once: where it is (`in` and a JSON pointer or name), its code and a sentence."""
    errors: list[dict[str, Any]] = []
    for error in found:
        place, *path = [str(part) for part in error["loc"]]
        sentence = SENTENCES.get(_kind_of_error(error), OTHERWISE)[english]
        context = {name: value if english else _dutch(value) for name, value in error.get("ctx", {}).items()}
        named = "/" + "/".join(path) if place == "body" else ".".join(path)
        entry = {"in": place, "name": named, "code": error["type"], "detail": _filled(sentence, context)}
        if entry not in errors:
            errors.append(entry)
    return errors


def _kind_of_error(error: Mapping[str, Any]) -> str:
    """Its name; of a text that has not the right form rather what is the matter with it."""
    if error["type"] == "string_pattern_mismatch" and isinstance(text := error.get("input"), str):
        if "\0" in text:
            return "not_text"
        if not text.strip():
            return "not_null"
    return str(error["type"])


def _dutch(value: object) -> object:
    return value.replace("' or '", "' of '") if isinstance(value, str) else value


def _filled(sentence: str, context: Mapping[str, Any]) -> str:
    for name, value in context.items():
        sentence = sentence.replace(f"{{{name}}}", str(value))
    return sentence
