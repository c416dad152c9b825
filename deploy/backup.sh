#!/usr/bin/env bash
# backup.sh MAP DOEL.tar.gz: one file with the database and everything in MAP, while the service runs. With
# BRP_MATCH_DATABASE_URL (or _BESTAND) it takes PostgreSQL. The keys are left out: keep those apart (docs/installatie.md).
set -euo pipefail
data=$1 target=$2
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
url=${BRP_MATCH_DATABASE_URL:-}
[ -z "${BRP_MATCH_DATABASE_URL_BESTAND:-}" ] || url=$(cat "$BRP_MATCH_DATABASE_URL_BESTAND")
mkdir "$work/kopie"
# the database first: a delivery that comes in meanwhile has its files, and no row that misses them
if [ -n "$url" ]; then
  pg_dump --format=custom --file="$work/kopie/database.pg" "${url/postgresql+psycopg:/postgresql:}"
else
  python3 - "$data/brp-match.sqlite" "$work/kopie/brp-match.sqlite" <<'PY'
import sqlite3, sys
source, copy = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True), sqlite3.connect(sys.argv[2])
with copy:
    source.backup(copy)
PY
fi
tar -C "$data" --exclude='./*.sleutel' --exclude='./brp-match.sqlite*' --exclude='.bezig-*' -cf "$work/kopie/map.tar" .
tar -C "$work/kopie" -czf "$work/klaar.tar.gz" .
mv "$work/klaar.tar.gz" "$target"
echo "reservekopie gemaakt: $target"
