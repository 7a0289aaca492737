"""Numbers that identify an organisation or company, and whether they can be right. Pure functions."""

from __future__ import annotations

import re

_KVK = re.compile(r"\d{8}")
_LEI = re.compile(r"[0-9A-Z]{18}\d{2}")
# Prefixes that Logius hands out (OIN-Stelsel, chapter 6): 01 RSIN, 02 Fi number, 03 KvK, 04 SubOIN, 06 Logius, 07 BRIN,
# 08 foreign, 09 UZI, 10 TRR-BD, 99 test.
_OIN = re.compile(r"000000(?:0[1-46-9]|10|99)\d{12}")


def is_kvk(text: str) -> bool:
    """Whether a text can be a number of the Dutch trade register: eight digits."""
    return bool(_KVK.fullmatch(text))


def is_lei(text: str) -> bool:
    """Whether a text can be a legal entity identifier: twenty signs whose check digits fit (ISO 17442, modulo 97)."""
    return bool(_LEI.fullmatch(text)) and int("".join(str(int(sign, 36)) for sign in text)) % 97 == 1


def is_oin(text: str) -> bool:
    """Whether a text can be an organisation identification number: twenty digits under a prefix that is in use."""
    return bool(_OIN.fullmatch(text))


def oin_of_kvk(kvk: str) -> str:
    """The OIN that follows from a number of the trade register: "00000003", the number, "0000"."""
    return f"00000003{kvk}0000"
