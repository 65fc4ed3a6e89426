#!/bin/sh
# One command of ours on a machine without Docker, as the services run it (as root):
#     sh deploy/as-kayfiyat.sh doctor
set -eu
etc=/etc/kayfiyat
cd /var/lib/kayfiyat

command=$1
shift
# In the environment, which other users cannot read, and not in the command.
password=$(cat $etc/secrets/mongodb_password)
export MONGODB_URI="mongodb://kayfiyat:$password@127.0.0.1:27017/?replicaSet=rs0"
export HOME="$PWD" NUMBA_CACHE_DIR=/var/cache/kayfiyat/numba
exec setpriv --reuid kayfiyat --regid kayfiyat --init-groups --no-new-privs \
	/opt/kayfiyat/bin/kayfiyat "$command" --config $etc/kayfiyat.toml "$@"
