"""recordlinkage: its index by blocks, its comparisons and its ECM classifier (Fellegi-Sunter).

ECM finds two classes without examples. With wide blocks, or two columns for one address, it takes
housemates for the class of matches, and most automatic matches are wrong. So the blocks ask for two
fields and the address is one: the cheapest of ten sets of blocks by four of columns, on other towns
(seed 101) than those of the results.
"""

from cleaned import decide, load_cleaned, signal_ids

from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.truth import Answer
from brp_match.database import connect, run_step

LABEL = "recordlinkage ECM"
NEEDS = ("recordlinkage", "sklearn")
MOST_RESIDENTS: int | None = None


BLOCKS = (
    ("adres", "letter"),
    ("geboortedatum", "letter"),
    ("geboortedatum", "achternaam"),
    ("achternaam", "postcode", "letter"),
)


def run(town: TownFiles, threads: int) -> list[Answer]:
    """Jaro-Winkler on names at the manual's 0.85; every comparison is made binary, which ECM asks for."""
    import recordlinkage as rl

    con = connect(threads=threads)
    load_cleaned(con, town)
    signals = signal_ids(con)
    for table in ("s", "r"):
        run_step(con, f"ALTER TABLE {table} ADD COLUMN adres VARCHAR")
        run_step(con, f"UPDATE {table} SET adres = postcode || ' ' || huisnummer")
    left = con.execute("SELECT * FROM s ORDER BY unique_id").df().set_index("unique_id")
    # residents that share no block with any signal make no pair: left out before pandas sees them
    shared = " OR ".join(
        f"({', '.join(block)}) IN (SELECT ({', '.join(block)}) FROM s)" for block in BLOCKS
    )
    right = con.execute(f"SELECT * FROM r WHERE {shared} ORDER BY unique_id").df()
    right = right.set_index("unique_id")
    con.close()
    index = rl.Index()
    for block in BLOCKS:
        index.block(list(block))
    pairs = index.index(left, right)
    compare = rl.Compare()
    for name in ("voornaam", "achternaam"):
        compare.string(name, name, method="jarowinkler", threshold=0.85, label=name)
    for field in ("geboortedatum", "adres"):
        compare.exact(field, field, label=field)
    features = compare.compute(pairs, left, right).fillna(0)
    classifier = rl.ECMClassifier(binarize=0.5)
    classifier.fit(features)
    chances = classifier.prob(features)
    scored = [(str(s), str(p), float(chance)) for (s, p), chance in chances.items()]
    return decide(signals, scored)
