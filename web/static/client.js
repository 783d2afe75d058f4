// The guide's HTTP API, the session secret and the municipality. See "Contract: chat over HTTP".

const TIMEOUT_MS = 30_000;
const SESSION_KEY = "sundhedsguiden.session";
const OFFLINE = "Du er uden internet lige nu. Prøv igen, når du er på nettet.";
const UNREACHABLE = "Jeg kan ikke få forbindelse lige nu. Din besked er her stadig.";
const TOO_SLOW = "Det tog for lang tid at få svar. Prøv igen.";
const UNKNOWN_ERROR = "Noget gik galt hos os. Prøv igen om lidt.";

/** What went wrong, in Danish that can be shown. */
export class GuideError extends Error {}

/** One citizen's way to the guide. `onmunicipality` is called with the municipality each time it is known or changes. */
export class GuideClient {
  #base;
  #wanted;
  #session = readSession();
  #visit = 0;

  constructor(base, municipality, onmunicipality = () => {}) {
    this.#base = base;
    this.#wanted = municipality;
    this.onmunicipality = onmunicipality;
    this.municipalities = [];
    this.municipality = null;
  }

  get hasSession() {
    return this.#session !== null;
  }

  /** The municipality with this code, or null. */
  find(code) {
    return this.municipalities.find((each) => each.code === code) ?? null;
  }

  /** Fetches the municipalities once. The first is the installation's default. */
  async load() {
    if (this.municipality) return;
    this.municipalities = await this.#request("GET", "api/municipalities");
    this.select(this.#wanted);
  }

  select(code) {
    this.municipality = this.find(code) ?? this.municipalities[0] ?? null;
    if (!this.municipality) throw new GuideError(UNKNOWN_ERROR);
    this.onmunicipality(this.municipality);
  }

  /** Sends one message. Returns {messages, restarted}: restarted when the guide no longer knew the session. */
  async send(message) {
    await this.load();
    // This side makes the secret, so that a conversation can be deleted even when its first answer was lost.
    if (this.#session === null) this.#keep(newSecret());
    const [visit, sent] = [this.#visit, this.#session];
    const body = { message, session: sent, municipality: this.municipality.code, language: "da" };
    const reply = await this.#request("POST", "api/chat", body);
    // A reply to a conversation that was left meanwhile must not bring its secret back.
    if (visit === this.#visit) this.#keep(reply.session ?? sent);
    return { messages: reply.messages ?? [], restarted: sent !== null && reply.session !== sent };
  }

  /** Deletes the conversation at the guide. Without a session there is nothing to delete. */
  async forget() {
    if (this.#session === null) return;
    await this.#request("POST", "api/chat/forget", { session: this.#session });
    this.#keep(null);
  }

  /** Leaves the conversation: the next message begins a new one. */
  leave() {
    this.#visit += 1;
    this.#keep(null);
  }

  #keep(session) {
    this.#session = session;
    writeSession(session);
  }

  async #request(method, path, body = null) {
    if (navigator.onLine === false) throw new GuideError(OFFLINE);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
    try {
      const response = await fetch(new URL(path, this.#base), {
        method,
        headers: body ? { "Content-Type": "application/json" } : {},
        body: body ? JSON.stringify(body) : undefined,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: abort.signal,
      });
      if (!response.ok) throw await errorFrom(response);
      return response.status === 204 ? null : await response.json();
    } catch (error) {
      if (error instanceof GuideError) throw error;
      throw new GuideError(abort.signal.aborted ? TOO_SLOW : UNREACHABLE);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** 256 random bits as base64url, 43 characters. */
function newSecret() {
  const bytes = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function errorFrom(response) {
  const body = await response.json().catch(() => null);
  return new GuideError(body?.error?.message ?? UNKNOWN_ERROR);
}

// The storage can be switched off in the browser; then the secret lives only as long as the page.
function readSession() {
  try {
    return sessionStorage.getItem(SESSION_KEY);
  } catch {
    return null;
  }
}

function writeSession(session) {
  try {
    if (session === null) sessionStorage.removeItem(SESSION_KEY);
    else sessionStorage.setItem(SESSION_KEY, session);
  } catch {
    // Kept in memory by the client.
  }
}
