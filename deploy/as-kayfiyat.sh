#!/bin/sh
# One command of ours on a machine without Docker, as the services run it (as root):
#     sh deploy/as-kayfiyat.sh doctor
#     sh deploy/as-kayfiyat.sh sources check NAME
# Paths in it must be whole. What is in the environment already goes before the files.
set -eu
etc=/etc/kayfiyat
cd /var/lib/kayfiyat

# Secrets go by the environment, which other users cannot read, and not by the command.
# An empty file is no secret.
secret() {
	[ -n "$(printenv "$1")" ] || [ ! -s "$etc/secrets/$2" ] ||
		export "$1=$(cat "$etc/secrets/$2")"
}
secret KAYFIYAT_BACKUP_PASSPHRASE backup_passphrase
secret KAYFIYAT_CLIENT_SECRET client_secret
secret KAYFIYAT_MAIL_PASSWORD mail_password
secret KAYFIYAT_WEBHOOK_SECRET webhook_secret
secret KAYFIYAT_TELEGRAM__API_HASH telegram_api_hash
secret KAYFIYAT_YOUTUBE__KEY youtube_key

# The password goes behind the name; in an address its / or @ must be written otherwise.
quoted='import sys, urllib.parse as p; print(p.quote(sys.stdin.read().strip(), safe=""))'
password=$(/opt/kayfiyat/bin/python -c "$quoted" <$etc/secrets/mongodb_password)
uri=${MONGODB_URI:-mongodb://kayfiyat@127.0.0.1:27017/?replicaSet=rs0}
case ${uri#mongodb*://} in
*:*@*) ;; # it has a password of its own
*@*) uri="${uri%%@*}:$password@${uri#*@}" ;;
esac
export MONGODB_URI="$uri"
export HOME="$PWD" NUMBA_CACHE_DIR=/var/cache/kayfiyat/numba
exec setpriv --reuid kayfiyat --regid kayfiyat --init-groups --no-new-privs \
	/opt/kayfiyat/bin/kayfiyat "$@" --config $etc/kayfiyat.toml
