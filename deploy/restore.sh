#!/usr/bin/env bash
# restore.sh KOPIE.tar.gz MAP: puts a backup back into an empty MAP (and an empty PostgreSQL database). Put the keys back
# yourself, start the service, and run `brp-match purge` for what was deleted after the backup.
set -euo pipefail
copy=$1 data=$2
umask 077
if [ -e "$data" ] && [ -n "$(find "$data" -mindepth 1 -maxdepth 1 ! -name '*.sleutel' -print -quit)" ]; then
  echo "terugzetten kan alleen in een lege map (sleutels mogen er staan): $data" >&2
  exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar -C "$work" -xzf "$copy"
mkdir -p "$data"
tar -C "$data" -xf "$work/map.tar"
if [ -f "$work/database.pg" ]; then
  url=${BRP_MATCH_DATABASE_URL:-}
  [ -z "${BRP_MATCH_DATABASE_URL_BESTAND:-}" ] || url=$(cat "$BRP_MATCH_DATABASE_URL_BESTAND")
  pg_restore --exit-on-error --no-owner --dbname="${url/postgresql+psycopg:/postgresql:}" "$work/database.pg"
else
  cp "$work/brp-match.sqlite" "$data/brp-match.sqlite"
fi
echo "teruggezet in $data"
