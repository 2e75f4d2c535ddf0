"""Writes stream-2.json by another implementation (Python's `cryptography`). Run by hand; format 2 never changes."""

import hashlib
import json
import struct
import uuid
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 64 * 1024
TENANT = "0f8fad5b-d9cb-469f-a165-70867728950e"
NAME = "document.attachment/1"
DOCUMENT = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


def parts(*texts: str) -> bytes:
    return b"".join(struct.pack(">H", len(t.encode())) + t.encode() for t in texts)


def derived(label: str) -> bytes:
    return hashlib.sha256(label.encode()).digest()


def sealed(key: bytes, key_id: str, salt: bytes, plaintext: bytes) -> bytes:
    header = b"\x02" + uuid.UUID(key_id).bytes + salt
    sub = HKDF(hashes.SHA256(), 32, salt, parts("nencho/stream/1", NAME, DOCUMENT)).derive(key)
    chunks = [plaintext[i : i + CHUNK] for i in range(0, len(plaintext), CHUNK)] or [b""]
    out = header
    for counter, chunk in enumerate(chunks):
        last = b"\x01" if counter == len(chunks) - 1 else b"\x00"
        aad = header + parts(TENANT, NAME, DOCUMENT) + struct.pack(">I", counter) + last
        out += AESGCM(sub).encrypt(b"\0" * 8 + struct.pack(">I", counter), chunk, aad)
    return out


key, key_id = derived("class document:2026"), str(uuid.UUID(bytes=derived("id document:2026")[:16], version=4))
cases = []
for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5]:
    salt = derived(f"salt {size}")[:16]
    blob = sealed(key, key_id, salt, bytes((i * 7) % 251 for i in range(size)))
    cases.append(
        {
            "size": size, "keyId": key_id, "key": key.hex(), "salt": salt.hex(),
            "sha256": hashlib.sha256(blob).hexdigest(), "begin": blob[:64].hex(), "end": blob[-64:].hex(),
        }
    )
vectors = {"tenantId": TENANT, "name": NAME, "documentId": DOCUMENT, "cases": cases}
Path(__file__).with_name("stream-2.json").write_text(json.dumps(vectors, indent=2) + "\n")
