#!/usr/bin/env bash
# Makes the secrets of deploy/compose.yaml in a folder (default deploy/geheimen); what stands there is left as it is.
set -euo pipefail
folder=${1:-"$(dirname "$0")/geheimen"}
umask 077
mkdir -p "$folder"
draw() { python3 -c 'import secrets; print(secrets.token_urlsafe(48))'; }
for name in database_wachtwoord formulieren_sleutel audit_sleutel log_sleutel persoon_sleutel; do
  [ -s "$folder/$name" ] || draw >"$folder/$name"
done
[ -s "$folder/database_adres" ] ||
  printf 'postgresql+psycopg://brp_match:%s@database:5432/brp_match\n' "$(cat "$folder/database_wachtwoord")" \
    >"$folder/database_adres"
# compose mounts these files as they are: the user of the service (10001) must be able to read them
[ "$(id -u)" != 0 ] || chown 10001:10001 "$folder"/formulieren_sleutel "$folder"/database_adres \
  "$folder"/audit_sleutel "$folder"/log_sleutel "$folder"/persoon_sleutel
