// What the panel keeps for the plugin: JSON in ASCII, for QuickJS has no TextEncoder.

const MOST = 8192; // Panels store no more.

export const misconfigured = (why) => ({ tag: "misconfigured", val: why });

const escaped = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;

export function pack(value) {
  const text = JSON.stringify({ version: 1, ...value }).replace(/[^\x20-\x7e]/g, escaped);
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/// What `pack` made; anything else is a fault of the installation, never of the person.
export function unpack(what, bytes, isWhole) {
  try {
    const value = bytes.length <= MOST && JSON.parse(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    if (value?.version === 1 && isWhole(value)) return value;
  } catch {
    // Falls through: what is no JSON is as foreign as what is of another kind.
  }
  throw misconfigured(`the ${what} is not one of this plugin`);
}
