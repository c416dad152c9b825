"""Street keys: one abbreviated form for a street, however a delivery writes it.

`straat_sleutel(t)` → VARCHAR or NULL. The key is the folded name (`vouw`) with every word and
ending that NEN 5825 may shorten in its *short* form, Roman numerals and numerals in figures, ij as
y, and no spaces: `Burgemeester van der Bergstraat`, `Burg. v.d. Bergstr.` and `Burg vd Bergstr`
all give `burgvdbergstr`. Short and not long, because shortening loses information (dr is doctor
or dreef) and the register itself holds shortened names when they exceed 24 positions. Where NEN
cuts an unknown word to its initial (rule 11) the keys differ, but share beginning and end.

Unlike NEN, `straatje`, `laantje` and `wegje` stay apart from straat, laan and weg (one letter),
so that two streets of one town keep two keys.
Source: RvIG, Handleiding Uitvoeringsprocedures 3.9, appendix 3 (NEN 5825:2002).
"""

from __future__ import annotations

from brp_match.database import Connection, quote_literal, run_step
from brp_match.standardise.text import known, split

_WORDS = """
aalmoezenier=aalm aartsbisschop=aartsbiss admiraal=adm bisschop=biss burgemeester=burg burgem=burg
bgm=burg burgm=burg commissaris=comm deken=dkn directeur=dir doctor=dr dokter=dr doctorandus=drs
dominee=ds frater=fr fraters=fr gebroeders=gebr generaal=gen goeverneur=goev gouverneur=gouv
heer=hr ingenieur=ir juffrouw=juffr kanunnik=kan kapelaan=kap kapitein=kapt kardinaal=kard
kolonel=kol luitenant=luit madame=mad majoor=maj meester=mr mejuffrouw=mej mevrouw=mw mevr=mw
minister=min monseigneur=mgr notaris=not overste=ov pastoor=past pastor=past pater=ptr paters=ptr
prelaat=prlt president=pres pres=pres professor=prof rector=rect rentmeester=rentmr schepen=sch
schout=sch secretaris=secr sekretaris=sekr sint=st sinte=st vicaris=vic veldmaarschalk=veldm
wethouder=weth zuster=z zusters=zr
aartshertog=aartsh baronesse=bsse baron=bar graaf=gr gravin=gv hertogin=htgn hertog=htg jonker=jkr
jonkheer=jhr jonkvrouw=jkvr keizer=kzr koningin=kon koning=kon prinses=pr prins=pr
noord=n noordzijde=nz oost=o oostzijde=oz west=w westzijde=wz zuid=z zuidzijde=zz
gedempte=ged groot=grt groote=grt grote=grt gr=gr hoge=hg kleine=kl kromme=kr lieve=lv nieuw=nw
nieuwe=nw nwe=nw noordelijk=noordel noordelijke=noordel oostelijk=oostel oostelijke=oostel oude=ou
verlengde=verl voormalig=voorm voormalige=voorm westelijk=westel westelijke=westel
zuidelijk=zuidel zuidelijke=zuidel van=v
eerste=1e tweede=2e derde=3e vierde=4e vijfde=5e zesde=6e zevende=7e achtste=8e negende=9e
tiende=10e elfde=11e twaalfde=12e dertiende=13e veertiende=14e vijftiende=15e zestiende=16e
1ste=1e 2de=2e 3de=3e 4de=4e 5de=5e 6de=6e 7de=7e 8ste=8e 9de=9e 10de=10e
twee=2 drie=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 twaalf=12 dertien=13
veertien=14 vijftien=15 zestien=16 zeventien=17 achttien=18 negentien=19 twintig=20
eenentwintig=21 tweeentwintig=22 drieentwintig=23 vierentwintig=24 vijfentwintig=25
zeventiende=17e achttiende=18e negentiende=19e twintigste=20e eenentwintigste=21e
tweeentwintigste=22e drieentwintigste=23e vierentwintigste=24e vijfentwintigste=25e
ii=2 iii=3 iv=4 vi=6 vii=7 viii=8 ix=9 xi=11 xii=12 xiii=13 xiv=14 xv=15 xvi=16
xvii=17 xviii=18 xix=19 xx=20 xxi=21 xxii=22 xxiii=23 xxiv=24 xxv=25
het=t prs=pr princes=pr burgermeester=burg proff=prof wethr=weth
"""
"""Word → short form (rules 1, 2, 3, 5, 8 of NEN 5825, and abbreviations seen in deliveries)."""

_ENDINGS = """
bungalowpark=bglwprk industrieterrein=industrieterr parkeerterrein=parkeerterr dwarsstraat=dwstr
polderdijk=pldrdk plantsoen=plnts straatweg=strwg boulevard=blvd polderweg=pldrwg strjitte=str
straatje=strj dwarsweg=dwwg laantje=lnj singel=sngl steech=stg straat=str polder=pldr gracht=gr
kanaal=kan plaats=plts drift=dr dreef=dr haven=hvn wegje=wgj plein=pln steeg=stg leane=ln
loane=ln laan=ln kade=kd dijk=dk dyk=dk park=prk strt=str sing=sngl sgl=sngl weg=wg pad=pd
plts=plts pl=pln kd=kd
"""
"""Ending of a word, or the whole word → short form (rule 4); the longest that fits counts."""

_PHRASES: tuple[tuple[str, str], ...] = (
    (r"\bschout bij nacht\b", "sbn"),
    (r"\b(luitenant|lt) generaal\b", "lt gen"),
    (r"\bde (van|v) d(er|en|e)?\b", "dvd"),
    (r"\b(van|v) d(er|en|e)?\b", "vd"),
    (r"\b(van|v) (het|t)\b", "vt"),
    (r"\b(aan|achter|a) d(er|en|e)?\b", "ad"),
    (r"\b(aan|achter) (het|t)\b", "ah"),
)
"""Prepositions with an article (rules 6 and 9), on folded text."""

_DOTTED: tuple[tuple[str, str], ...] = (
    (r"([a-z]{3})w\.", r"\1weg "),
    (r"([a-z]{3})k\.", r"\1kade "),
    (r"([a-z]{3})s\.", r"\1straat "),
    (r"([a-z]{3})l\.", r"\1laan "),
    (r"([a-z]{3})p\.", r"\1plein "),
)
"""Endings cut to one letter and a point (`Kerkw.`), before the point is folded away."""


def create_macros(con: Connection) -> None:
    """Create `straat_sleutel`; needs `vouw` of standardise/text.py."""
    words = f"list_transform(string_split({_phrases('x')}, ' '), lambda w: {_short_word('w')})"
    key = (
        f"list_transform(list_transform([{_dotted('t')}], lambda x: vouw(x)), "
        f"lambda x: replace(array_to_string({words}, ''), 'ij', 'y'))[1]"
    )
    run_step(con, f"CREATE OR REPLACE MACRO straat_sleutel(t) AS {known('t', key)}")


def _dotted(t: str) -> str:
    """SQL that writes out endings cut to a letter and a point."""
    sql = f"lower({t})"
    for pattern, target in _DOTTED:
        sql = f"regexp_replace({sql}, {quote_literal(pattern)}, {quote_literal(target)}, 'g')"
    gate = quote_literal(r"(?i)[a-z]{3}[wkslp]\.")
    return f"CASE WHEN regexp_matches({t}, {gate}) THEN {sql} ELSE {t} END"


def _phrases(x: str) -> str:
    """SQL that shortens prepositions."""
    sql = x
    for pattern, target in _PHRASES:
        sql = f"regexp_replace({sql}, {quote_literal(pattern)}, {quote_literal(target)}, 'g')"
    gate = quote_literal(r"\b(v|van|aan|achter|a|bij|lt|luitenant) ")
    return f"CASE WHEN regexp_matches({x}, {gate}) THEN {sql} ELSE {x} END"


def _short_word(w: str) -> str:
    """SQL of a word in its short form: the whole word, or else its longest ending that has one."""
    words, endings = _pairs(_WORDS), _pairs(_ENDINGS)
    ending = quote_literal(f"({'|'.join(long for long, _ in endings)})$")
    return (
        f"coalesce({split(short for _, short in words)}[list_position({split(long for long, _ in words)}, {w})], "
        f"regexp_replace({w}, {ending}, '') || {split(short for _, short in endings)}"
        f"[list_position({split(long for long, _ in endings)}, regexp_extract({w}, {ending}, 1))], {w})"
    )


def _pairs(table: str) -> list[tuple[str, str]]:
    pairs = [pair.split("=") for pair in table.split()]
    return [(long, short) for long, short in pairs]
