"""Licences as addresses, where the record names one that has an address."""

import re

_CREATIVE_COMMONS = re.compile(r"CC[- ](BY(?:-NC)?(?:-ND|-SA)?)[- ](\d\.\d)(?:[- ](IGO))?", re.IGNORECASE)
ADDRESSES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "APACHE-2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "MIT": "https://opensource.org/license/mit",
    "ODBL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}


def licence_address(licence: str) -> str:
    """Return the address of a licence given by its SPDX identifier or its address; "" for a statement."""
    text = licence.strip()
    if found := _CREATIVE_COMMONS.fullmatch(text):
        parts = (found[1].lower(), found[2], *((found[3].lower(),) if found[3] else ()))
        return f"https://creativecommons.org/licenses/{'/'.join(parts)}/"
    if text.startswith(("https://", "http://")) and not re.search(r"""[\s<>"]""", text):
        return text
    return ADDRESSES.get(text.upper(), "")
