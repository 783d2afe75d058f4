// The APIs of mailbox and own page: no cookie, no cache, no referrer, and nothing secret in an address.

import { prove } from "./proof.js";

const TIMEOUT_MS = 60_000;
// The guide takes a challenge for ten minutes.
const FRESH_MS = 8 * 60_000;
const UNREACHABLE = "Vi kan ikke få forbindelse lige nu. Prøv igen om lidt. Det, du har skrevet, er her stadig.";
const UNKNOWN = "Noget gik galt hos os. Prøv igen om lidt.";
const NO_CRYPTO = "Siden virker kun over en sikker forbindelse (https). Ring i stedet til kommunen.";

const address = (path) => new URL(`../api/${path}`, import.meta.url);

/** What went wrong, in Danish that can be shown; `code` is the API's. */
export class Refusal extends Error {
  constructor(message, code = null) {
    super(message);
    this.code = code;
  }
}

/** Returns the answer's object, or null for none. Throws Refusal. */
export async function call(method, path, { body = null, token = null } = {}) {
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const options = { method, headers, body: body && JSON.stringify(body), credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
  let response;
  try {
    response = await fetch(address(path), { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw new Refusal(UNREACHABLE);
  }
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw new Refusal(answer?.error?.message ?? UNKNOWN, answer?.error?.code);
  return answer;
}

/** Sends something while the page is being left; nobody waits for the answer. */
export const beacon = (path, body) => navigator.sendBeacon(address(path), JSON.stringify(body));

/** Proofs of work for one purpose, computed while the person still reads or writes. */
export class Work {
  #path;
  #pending = null;
  #since = 0;

  constructor(path) {
    this.#path = path;
  }

  /** Computes in the background, unless a fresh proof is there already. */
  begin() {
    if (this.#pending && performance.now() - this.#since < FRESH_MS) return this.#pending;
    this.#since = performance.now();
    const pending = this.#compute();
    this.#pending = pending;
    pending.catch(() => {
      if (this.#pending === pending) this.#pending = null;
    });
    return pending;
  }

  /** Calls `send(proof)`; once more with a new proof if the guide asks for more meanwhile. */
  async spend(send) {
    try {
      return await send(await this.#take());
    } catch (error) {
      if (error.code !== "bad_proof") throw error;
      return send(await this.#take());
    }
  }

  async #take() {
    const pending = this.begin();
    this.#pending = null;
    return pending;
  }

  async #compute() {
    const { challenge, bits } = await call("GET", this.#path);
    const number = await prove({ challenge, bits });
    if (number === null) throw new Refusal(NO_CRYPTO);
    return { challenge, number };
  }
}
