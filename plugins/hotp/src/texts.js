// What the plugin says: keys of its locale files, with the English for a language that lacks one.

const ENGLISH = {
  "hotp-name": "Token with a button",
  "hotp-summary": "A small device that shows a new code each time its button is pressed",
  "hotp-label": "Token",
  "hotp-scan": "Set up your token or app with this code or key. It counts from 0.",
  "hotp-qr": "QR code to set up the token",
  "hotp-setup-key": "Setup key",
  "hotp-code": "Code",
  "hotp-code-help": "Press the button and type the six digits that it shows.",
  "hotp-code-format": "A code has six digits.",
  "hotp-code-wrong": "That code is not right. Press the button and try the next one.",
};

export const sentence = (key) => ({ key, fallback: ENGLISH[key], args: [] });
