// One-time passwords by counter: RFC 4226, and the address by which apps and tokens are set up.

import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

export function base32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.match(/.{1,5}/g).map((five) => ALPHABET[parseInt(five.padEnd(5, "0"), 2)]).join("");
}

/// The password of six digits for a counter.
export function password(key, counter) {
  const message = new DataView(new ArrayBuffer(8));
  message.setBigUint64(0, BigInt(counter));
  const mac = hmac(sha1, key, new Uint8Array(message.buffer));
  const offset = mac[19] & 15;
  const number = new DataView(mac.buffer, mac.byteOffset).getUint32(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/// The first counter from `counter` on whose password this is. All of the window are compared, each in full, so
/// that how long it takes says nothing.
export function find(key, counter, ahead, typed) {
  let found;
  for (let candidate = counter + ahead; candidate >= counter; candidate--) {
    if (isSame(password(key, candidate), typed)) found = candidate;
  }
  return found;
}

function isSame(one, other) {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}

export function setupAddress({ issuer, label }, setupKey) {
  const plain = (text) => encodeURIComponent(text.replaceAll(":", ""));
  return `otpauth://hotp/${plain(issuer)}:${plain(label)}?secret=${setupKey}&issuer=${plain(issuer)}&counter=0`;
}
