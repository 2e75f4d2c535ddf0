#!/bin/sh
# Gathers under TARGET what Node needs of the base image: itself, the libraries it is linked with (prebuilt add-ons use
# the same ones), names and users. usage: sh scripts/image-runtime.sh TARGET
set -eu
target=$1
node=$(readlink -f "$(command -v node)")
mkdir -p "$target/usr/local/bin" "$target/etc" "$target/tmp" "$target/app"
chmod 1777 "$target/tmp"
cp "$node" "$target/usr/local/bin/node"
ldd "$node" | grep -oE '/[^ ]+' | while read -r library; do
  mkdir -p "$target$(dirname "$library")"
  cp -L "$library" "$target$library"
done
# Asked for by name only while running.
for library in libnss_dns.so.2 libnss_files.so.2 libresolv.so.2; do
  found=$(find /lib /usr/lib -name "$library" | head -n 1)
  mkdir -p "$target$(dirname "$found")"
  cp -L "$found" "$target$found"
done
echo 'hosts: files dns' >"$target/etc/nsswitch.conf"
echo 'nencho:x:10001:10001::/app:/nonexistent' >"$target/etc/passwd"
echo 'nencho:x:10001:' >"$target/etc/group"
