"""recordlinkage: its index by blocks, its comparisons and its ECM classifier (Fellegi-Sunter)."""

from cleaned import decide, load_cleaned, signal_ids

from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.truth import Answer
from brp_match.database import connect

LABEL = "recordlinkage ECM"
NEEDS = ("recordlinkage", "sklearn")
MOST_RESIDENTS: int | None = None


def run(town: TownFiles, threads: int) -> list[Answer]:
    """Blocks on address, birth date with initial and surname with initial; Jaro-Winkler on names at
    the manual's 0.85; every comparison is made binary, which ECM asks for.
    """
    import recordlinkage as rl

    con = connect(threads=threads)
    load_cleaned(con, town)
    signals = signal_ids(con)
    # residents that share no block with any signal make no pair: left out before pandas sees them
    left = con.execute("SELECT * FROM s ORDER BY unique_id").df().set_index("unique_id")
    right = (
        con.execute(
            """SELECT * FROM r WHERE (postcode, huisnummer) IN (SELECT postcode, huisnummer FROM s)
                OR (geboortedatum, letter) IN (SELECT geboortedatum, letter FROM s)
                OR (achternaam, letter) IN (SELECT achternaam, letter FROM s) ORDER BY unique_id"""
        )
        .df()
        .set_index("unique_id")
    )
    con.close()
    index = rl.Index()
    index.block(["postcode", "huisnummer"])
    index.block(["geboortedatum", "letter"])
    index.block(["achternaam", "letter"])
    # pandas joins empty on empty; a block needs values
    pairs = index.index(left, right)
    compare = rl.Compare()
    compare.string("voornaam", "voornaam", method="jarowinkler", threshold=0.85, label="voornaam")
    compare.exact("letter", "letter", label="letter")
    compare.string(
        "achternaam", "achternaam", method="jarowinkler", threshold=0.85, label="achternaam"
    )
    compare.exact("geboortedatum", "geboortedatum", label="geboortedatum")
    compare.exact("postcode", "postcode", label="postcode")
    compare.exact("huisnummer", "huisnummer", label="huisnummer")
    features = compare.compute(pairs, left, right).fillna(0)
    classifier = rl.ECMClassifier(binarize=0.5)
    classifier.fit(features)
    chances = classifier.prob(features)
    scored = [(str(s), str(p), float(chance)) for (s, p), chance in chances.items()]
    return decide(signals, scored)
