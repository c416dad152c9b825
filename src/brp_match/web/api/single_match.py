"""Single matches of the service: the rows of its register, open as long as it runs."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from brp_match.decide.month import ToDecide
from brp_match.decide.repeats import PickUp
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.columns import SIGNALS
from brp_match.link.records import Stay
from brp_match.lookup.fatal import FatalRules
from brp_match.lookup.match import Answer, Content, decided, weighed
from brp_match.lookup.opening import open_store
from brp_match.lookup.rows import RowStore
from brp_match.lookup.signal import read_signal
from brp_match.policy import Policy
from brp_match.review.sight import EVERYTHING, Sight
from brp_match.web.api.match_processes import Places

_REHEARSED: tuple[dict[str, str], ...] = (
    {"volledige_naam": "Drs. P.Q. v.d. Proef-Voorbeeld, jr.", "geboortedatum": "1-1-1970"},
    {"achternaam": "Fa. Proef h/o Begrafenisonderneming Voorbeeld B.V. i.o."},
    {"voornamen": "Pr?efina", "voorvoegsel": "v.d.", "achternaam": "Voorbeëld, jr.", "geboortedatum": "31-12-70"},
    {"voorletters": "Q.P.", "achternaam": "Proefsma e/v Voorbeeld"},
)  # fmt: skip
"""Made-up names that are read in every way."""


class SingleMatcher:
    """Answers single matches from `register` (a file of `prepare`), from any thread; those that come at once in other
    processes too (`others` at most, None: one for every other core)."""

    def __init__(self, register: Path, others: int | None = None) -> None:
        self.register = register
        self._places = Places(register, others)
        self._lock = threading.Lock()
        self._store: RowStore | None = None
        self._fatal: FatalRules | None = None
        self._content: Content | None = None

    def open(self) -> None:
        """Open the register and read the content. Raises BrpMatchError as `open_store` does."""
        with self._lock:
            if self._store is not None:
                return
            store = open_store(self.register)
            self._fatal, self._content = FatalRules(), Content.shipped()
            self._store = store
        # word lists and patterns are read when they are first asked for: not by who asks first
        home = next((stay for one in store.residents([1]) for stay in one.stays), Stay())
        for names in _REHEARSED:
            at_home = {"postcode": home.postcode, "huisnummer": f"{home.number or 1} - 1a"}
            self.weighed({"signaal_id": "1", "vlp": "Proef"} | at_home | names, 0, EVERYTHING)

    def close(self) -> None:
        """Close the register, and end the processes."""
        self._places.end()
        with self._lock:
            if self._store is not None and self._fatal is not None:
                self._store.close()
                self._fatal.close()
            self._store = self._fatal = None

    def match(
        self,
        signal: Mapping[str, str | None],
        policy: Policy,
        earlier: Iterable[PickUp] = (),
        *,
        sight: Sight,
    ) -> Answer:
        """Decide one signal by `policy`, given by the columns of the contract (those absent are empty).

        `earlier`: what was picked up in the months before; `sight`: what of the residents the caller
        may see; the others do not stand in the register. Raises BrpMatchError 400 when the signal breaks a
        fatal expectation, as quarantine would have it.
        """
        with self._places.one() as process:
            case: ToDecide | None = None
            if process is not None:
                case = process.ask((dict(signal), policy.minor_below, sight))
            if case is None:
                case = self.weighed(signal, policy.minor_below, sight)
        return decided(case, policy, earlier)

    def weighed(self, signal: Mapping[str, str | None], minor_below: int, sight: Sight) -> ToDecide:
        """Return what one signal is decided from, found in this process; `minor_below`: years under which somebody is a
        minor. The rest as `match`."""
        self.open()
        assert self._store is not None
        assert self._fatal is not None
        assert self._content is not None
        values = {column: (signal.get(column) or "").strip() or None for column in SIGNALS}
        broken = self._fatal.broken(values)
        if broken is not None:
            raise BrpMatchError.from_faults([Fault(broken.id, "signaal", broken.melding)])
        one = read_signal(values, self._store)
        own = self._store.register.own
        hidden = frozenset() if sight.whole else own - sight.municipalities
        return weighed(
            one, self._store, self._content, minor_below, secrecy=sight.secrecy, hidden=hidden
        )
