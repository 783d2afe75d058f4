// Proof of work: a moment of computing before something is sent, so that nobody can flood the counsellors. No address is kept.

const AT_ONCE = 256;

/** A number, as text, such that sha256("challenge:number") begins with `bits` zero bits; null where it cannot be computed. */
export async function prove({ challenge, bits }) {
  // Browsers have Web Crypto over TLS and on this machine only.
  if (!globalThis.crypto?.subtle) return null;
  const encoder = new TextEncoder();
  for (let from = 0; ; from += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, each) => from + each);
    const digests = await Promise.all(numbers.map((number) => crypto.subtle.digest("SHA-256", encoder.encode(`${challenge}:${number}`))));
    const found = digests.findIndex((digest) => zeroBits(new DataView(digest)) >= bits);
    if (found >= 0) return String(numbers[found]);
    // The page must stay alive: clicks, screen readers and the clock come in between.
    await new Promise((resume) => setTimeout(resume));
  }
}

function zeroBits(digest) {
  const first = Math.clz32(digest.getUint32(0));
  return first < 32 ? first : 32 + Math.clz32(digest.getUint32(4));
}
