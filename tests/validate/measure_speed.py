"""Print what validating costs: `python tests/validate/measure_speed.py` (about half a minute).

1,500 signals of seven deliverers and 1,000,000 residents, both made up, on two threads. Seconds
are beyond the import of great_expectations, which is told apart; memory is the highest of the process.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from brp_match.database import run_step
from brp_match.validate.run import validate_residents, validate_signals
from validate.tables import ADDRESSES_OF_EXAMPLES, SIGNAL, add, empty

SIGNALS, RESIDENTS = 1_500, 1_000_000
SECTORS = ("Water", "Energie", "Huur", "Zorg", "Energie", "Hypotheek", "Water")


def main() -> None:
    start = time.perf_counter()
    import great_expectations  # noqa: F401

    print(f"import great_expectations: {time.perf_counter() - start:.1f} s")
    con = empty()
    run_step(con, "SET threads = 2")
    add(con, "adressen", ADDRESSES_OF_EXAMPLES)
    add(
        con,
        "signalen",
        [
            {
                **SIGNAL, "signaal_id": f"S{n}", "klantnummer": f"K{n}", "vlp": f"VLP {n % 7}",
                "sector": SECTORS[n % 7], "achternaam": f"Naam{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}",
                "geboortedatum": "1-1-2000" if n % 9 == 0 else f"{1 + n % 28}-{1 + n % 12}-{1940 + n % 60}",
                "huisnummer": str(1 + n % 90),
            }
            for n in range(SIGNALS)
        ],
    )  # fmt: skip
    start = time.perf_counter()
    checked = validate_signals(con)
    print(f"{SIGNALS} signalen, {len(checked)} verwachtingen: {time.perf_counter() - start:.1f} s")
    run_step(
        con,
        f"""INSERT INTO raw_inwoners BY NAME SELECT 1 AS bron, i + 2 AS regel, 'P' || i AS persoon_id,
            'Jan Piet' || i % 900 AS voornamen,
            CASE WHEN i % 100 = 0 THEN 'Mü' ELSE 'Jansen' END || i % 50000 AS geslachtsnaam,
            CASE WHEN i % 200 = 0 THEN '19800000'
                ELSE strftime(DATE '1930-01-01' + (i % 30000)::INTEGER, '%Y%m%d') END AS geboortedatum,
            'E' AS naamgebruik, 'M' AS geslacht, 'W' AS functie_adres, '0392' AS gemeente,
            CASE WHEN i % 5 > 0 THEN '0' END AS geheim, 'Straatnaam' || i % 3000 AS straat,
            (1 + i % 300)::VARCHAR AS huisnummer, (1000 + i % 9000) || 'AB' AS postcode
        FROM range({RESIDENTS}) t(i)""",
    )
    start = time.perf_counter()
    checked = validate_residents(con)
    print(
        f"{RESIDENTS} inwoners, {len(checked)} verwachtingen: {time.perf_counter() - start:.1f} s"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"hoogste geheugen: {peak:.2f} GB")


if __name__ == "__main__":
    main()
