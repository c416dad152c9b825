"""Reading: what a Dutch delivery or register writes, as a value. Pure functions of text; a public library."""

from brp_match.reading.additions import same_addition
from brp_match.reading.addresses import AddressReading, read_address, read_postcode
from brp_match.reading.amounts import read_amount
from brp_match.reading.customers import customer_key
from brp_match.reading.date_parts import DateKind, DateReading
from brp_match.reading.dates import read_date, read_day
from brp_match.reading.mending import mend
from brp_match.reading.names import NameReading, read_name
from brp_match.reading.organisations import legal_form
from brp_match.reading.sounds import sound
from brp_match.reading.streets import same_street, street_key
from brp_match.reading.text import fold, is_near, typing_distance
from brp_match.reading.towns import town_key

__all__ = [
    "AddressReading",
    "DateKind",
    "DateReading",
    "NameReading",
    "customer_key",
    "fold",
    "is_near",
    "legal_form",
    "mend",
    "read_address",
    "read_amount",
    "read_date",
    "read_day",
    "read_name",
    "read_postcode",
    "same_addition",
    "same_street",
    "sound",
    "street_key",
    "town_key",
    "typing_distance",
]
