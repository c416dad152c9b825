"""Words of street names and how they are shortened: the tables of NEN 5825:2002 and what deliveries make of them.

Source: RvIG, Handleiding Uitvoeringsprocedures 3.9, appendix 3; abbreviations outside the norm were seen in
deliveries and in the test tables of address readers.
"""

from __future__ import annotations


def _pairs(table: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in table.split())


WORDS = _pairs("""
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
burgemr=burg burgmr=burg bgmr=burg burgmstr=burg minist=min presid=pres pst=past
jonkh=jhr jonkvr=jkvr prnses=pr prinss=pr
""")
"""Word → short form (rules 1, 2, 3, 5 and 8, and abbreviations of deliveries)."""

KNOWN = frozenset(WORDS) | frozenset(WORDS.values())
"""Words that rule 11 does not cut to their initial."""

ENDINGS = dict(
    sorted(
        _pairs("""
bungalowpark=bglwprk industrieterrein=industrieterr parkeerterrein=parkeerterr dwarsstraat=dwstr
polderdijk=pldrdk plantsoen=plnts straatweg=strwg boulevard=blvd polderweg=pldrwg strjitte=str
straatje=strj dwarsweg=dwwg laantje=lnj singel=sngl steech=stg straat=str polder=pldr gracht=gr
kanaal=kan plaats=plts drift=dr dreef=dr haven=hvn wegje=wgj plein=pln steeg=stg leane=ln
loane=ln laan=ln kade=kd dijk=dk dyk=dk park=prk strt=str sing=sngl sgl=sngl weg=wg pad=pd
plts=plts pl=pln kd=kd
dwarsstr=dwstr dwarswg=dwwg polderwg=pldrwg polderdk=pldrdk straatwg=strwg markt=mrkt hof=hf drf=dr plants=plnts boul=blvd
""").items(),
        key=lambda pair: (-len(pair[0]), pair[0]),
    )
)
"""Ending of a word, or the whole word → short form (rule 4, and abbreviations of deliveries); the longest first."""

PHRASES: tuple[tuple[str, str], ...] = (
    (r"\bschout bij nacht\b", "sbn"),
    (r"\b(luitenant|lt) generaal\b", "lt gen"),
    (r"\bde (van|v) d(er|en|e)?\b", "dvd"),
    (r"\b(van|v) d(er|en|e)?\b", "vd"),
    (r"\b(van|v) (het|t)\b", "vt"),
    (r"\b(aan|achter|a) d(en|er|e)?\b", "ad"),
    (r"\b(aan|achter) (het|t)\b", "ah"),
)
"""Prepositions with an article (rules 6 and 9), on folded text."""

DOTTED = {"w": "weg", "k": "kade", "s": "straat", "l": "laan", "p": "plein"}
"""Ending cut to one letter and a point (`Kerkw.`) → the ending."""

EXCEPTIONS: tuple[tuple[str, str], ...] = (
    ("B v T v Serooskerkenstr", "Baron van Tuyll van Serooskerkenstraat"),
    ("B de Vos v Steenwijksngl", "Baronesse de Vos van Steenwijksingel"),
    ("Burg E v Wissekerkepln", "Burg Mr E van Wissekerkeplein"),
    ("Burg W J Merckelbachlaan", "Burg Mr W J Merckelbachlaan"),
    ("Burg Jhr W E v Weedelaan", "Burgemeester Jhr Mr W E van Weedelaan"),
    ("Burg S van Linschotenstr", "Burgemeester Jhr Strick van Linschotenstraat"),
    ("d’Ablaing Giessenburgstr", "d’Ablaing van Giessenburgstraat"),
    ("G Ruijs d Beerenbrouckln", "Gouverneur G Ruijs de Beerenbroucklaan"),
    ("Hoogerw De elf Boompjes", "Hoogerwerfsweg De elf Boompjes"),
    ("Ir v W van der Grachtstr", "Ir Mr Dr van Waterschoot van der Grachtstraat"),
    ("Jhr v Tets v Goudriaanln", "Jhr G C W van Tets van Goudriaanlaan"),
    ("Ontsluit wg Nw Compagnie", "Ontsluitingsweg Nieuwe Compagnie"),
    ("Parallelweg Z Rijkswg 17", "Parallelweg Zuid van Rijksweg 17"),
    ("Parkeerter Grotestraat-N", "Parkeerterrein Grotestraat-Noord"),
    ("Parkeerter Noordereiland", "Parkeerterrein Noordereiland"),
    ("’s-H Hendrikskinderenstr", "’s-Heer Hendrikskinderenstraat"),
    ("Kon W-Alexanderplnts", "Koning Willem-Alexanderplantsoen"),
)
"""Rule 12: the short form and the official name."""
