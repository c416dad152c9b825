"""A small scenario without faults, for tests to spoil."""

GOOD = """naam: proef
titel: Proef
inwoners: 1000
signalen: 10
gemeente: "9001"
maand: "2026-11"
herkomst: {nl: 0.9, tr: 0.1}
soorten: {ter_plaatse: 0.6, vreemde: 0.4}
vlps:
  - {naam: A, sector: Water, aandeel: 0.6, fouten: {spelling: {kans: 0.5, bron: aanname}}}
  - {naam: B, sector: Huur, aandeel: 0.4, schaal: 0.5}
veranderingen:
  - {vlp: A, vanaf: "2026-10", fouten: {spelling: {kans: 0.1, bron: aanname}}}
"""
