"""Keys, and how Telegram encrypts with them (MTProto 2.0)."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from hashlib import sha1, sha256

import rsa
from telethon.crypto import AES
from telethon.crypto.rsa import _compute_fingerprint
from telethon.network.mtprotostate import MTProtoState

# A safe prime of 2048 bits: group 14 of RFC 3526.
DH_PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
    "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
    "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
    "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB"
    "9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF",
    16,
)
GENERATOR = 3


@cache
def server_key() -> rsa.PrivateKey:
    """The server's key, made for this process; openssl is some ten times quicker."""
    if not shutil.which("openssl"):
        return rsa.newkeys(2048)[1]
    command = ["openssl", "genrsa", "-traditional", "2048"]
    pem = subprocess.run(command, check=True, capture_output=True).stdout
    return rsa.PrivateKey.load_pkcs1(pem)


def public_pem(key: rsa.PrivateKey) -> bytes:
    pem: bytes = rsa.PublicKey(key.n, key.e).save_pkcs1()
    return pem


def fingerprint(key: rsa.PrivateKey) -> int:
    number: int = _compute_fingerprint(key)
    return number


def rsa_decrypted(data: bytes, key: rsa.PrivateKey) -> bytes:
    """What Telethon encrypts: sha1(data) + data + padding, 255 bytes."""
    number = rsa.core.decrypt_int(int.from_bytes(data, "big"), key.d, key.n)
    return number.to_bytes(255, "big")[20:]


def with_sha1(data: bytes) -> bytes:
    whole = sha1(data).digest() + data
    return whole + os.urandom(-len(whole) % 16)


def encrypted(auth_key: bytes, plain: bytes) -> bytes:
    """Encrypt as the server does: x = 8."""
    padded = plain + os.urandom(-(len(plain) + 12) % 16 + 12)
    msg_key = sha256(auth_key[96:128] + padded).digest()[8:24]
    key, iv = MTProtoState._calc_key(auth_key, msg_key, False)
    sealed: bytes = AES.encrypt_ige(padded, key, iv)
    return key_id(auth_key) + msg_key + sealed


def decrypted(auth_key: bytes, packet: bytes) -> bytes:
    msg_key = packet[8:24]
    key, iv = MTProtoState._calc_key(auth_key, msg_key, True)
    plain: bytes = AES.decrypt_ige(packet[24:], key, iv)
    return plain


def key_id(auth_key: bytes) -> bytes:
    return sha1(auth_key).digest()[12:20]
