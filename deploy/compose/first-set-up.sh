#!/bin/sh
# Run once by the PostgreSQL image: the app's login, which has no right of its own and inherits none.
set -eu
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set=secret="$BALAI_APP_PASSWORD" <<'SQL'
CREATE ROLE balai_app LOGIN NOINHERIT PASSWORD :'secret';
SQL
