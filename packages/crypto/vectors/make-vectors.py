"""Writes envelope-1.json by another implementation (Python's `cryptography`), so that the format is not checked
against itself. Run by hand when a new format is added; format 1 never changes."""

import hashlib
import hmac
import json
import struct
import uuid
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def parts(*texts: str) -> bytes:
    return b"".join(struct.pack(">H", len(t.encode())) + t.encode() for t in texts)


def derived(label: str) -> bytes:
    return hashlib.sha256(label.encode()).digest()


def gcm(key: bytes, iv: bytes, aad: bytes, plaintext: bytes) -> bytes:
    out = AESGCM(key).encrypt(iv, plaintext, aad)
    return iv + out[-16:] + out[:-16]


def envelope(key: bytes, key_id: str, iv: bytes, tenant: str, name: str, document: str, plaintext: bytes) -> bytes:
    sub = HKDF(hashes.SHA256(), 32, None, parts("nencho/seal/1", name, document)).derive(key)
    head = b"\x01" + uuid.UUID(key_id).bytes
    return head + gcm(sub, iv, head + parts(tenant, name, document), plaintext)


TENANT = "0f8fad5b-d9cb-469f-a165-70867728950e"
KEK = f"tenant-{TENANT}"
root = derived("root")
cases = []
for name, key_class, year, document, text in [
    ("identity.card/1", "contact", None, "e-1", '{"familyName":"髙﨑"}'),
    ("declaration.facts/1", "declaration:2026", 2026, "7c9e6679-7425-40de-944b-e07fc1f90ae7", "{}"),
    ("declaration.facts/1", "declaration:2027", 2027, "7c9e6679-7425-40de-944b-e07fc1f90ae7", ""),
    ("audit.entry/1", "audit", None, "a-1", "x" * 100),
]:
    key = derived(f"class {key_class}")
    key_id = str(uuid.UUID(bytes=derived(f"id {key_class}")[:16], version=4))
    wrap_iv, iv = derived(f"wrap iv {key_class}")[:12], derived(f"iv {name} {year}")[:12]
    wrapped = gcm(root, wrap_iv, parts("nencho/class-key/1", TENANT, key_class, key_id), key)
    blob = envelope(key, key_id, iv, TENANT, name, document, text.encode())
    cases.append(
        {
            "name": name, "keyClass": key_class, **({"year": year} if year else {}), "documentId": document,
            "plaintext": text, "keyId": key_id, "key": key.hex(), "wrappedKey": wrapped.hex(), "iv": iv.hex(), "blob": blob.hex(),
        }
    )

index_key, index_id = derived("class index"), str(uuid.UUID(bytes=derived("id index")[:16], version=4))
vectors = {
    "tenantId": TENANT,
    "kek": {"name": KEK, "version": "v1", "key": derived("kek").hex()},
    "wrappedRoot": gcm(derived("kek"), derived("root iv")[:12], parts("nencho/kek/1", KEK, "v1"), root).hex(),
    "cases": cases,
    "mac": {
        "keyId": index_id,
        "wrappedKey": gcm(
            root, derived("index iv")[:12], parts("nencho/class-key/1", TENANT, "index", index_id), index_key
        ).hex(),
        "data": "amount:1234567",
        "mac": hmac.new(index_key, b"amount:1234567", hashlib.sha256).hexdigest(),
    },
}
Path(__file__).with_name("envelope-1.json").write_text(json.dumps(vectors, indent=2, ensure_ascii=False) + "\n")
