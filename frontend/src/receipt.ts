const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const LENGTH = 24;

/** Draws a receipt: 24 letters of base-32, 120 bits, from the device's own randomness. */
export function drawReceipt(
  random: (bytes: Uint8Array<ArrayBuffer>) => void = (bytes) => crypto.getRandomValues(bytes),
): string {
  const bytes = new Uint8Array(LENGTH);
  random(bytes);
  return Array.from(bytes, (byte) => ALPHABET[byte & 31]).join("");
}

/** Six groups of four. */
export function groups(receipt: string): string[] {
  return receipt.match(/.{1,4}/g) ?? [];
}

/** Lower-case hex SHA-256 of the text. */
export async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
