// The reservation request under way, kept over reloads of this tab until it is answered. The same
// request always goes out with the same key, so it can never reserve twice.

const storageKey = (eventId) => `onsale.pending.${eventId}`;

/** The request that was sent for this event and not answered: `{key, call, body, sentAt}`, or null. */
export function loadPending(eventId) {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey(eventId)));
  } catch {
    return null; // no storage, or not ours
  }
}

/**
 * The request to send: the one that is pending when it asks for the same, or a new one. `call` is
 * the last part of its path.
 */
export function openPending(eventId, call, body) {
  const known = loadPending(eventId);
  const pending = known?.call === call && known.body === body ? known : { key: newKey(), call, body, sentAt: Date.now() };
  try {
    sessionStorage.setItem(storageKey(eventId), JSON.stringify(pending));
  } catch {
    // Without storage the key lives as long as the page.
  }
  return pending;
}

export function closePending(eventId) {
  try {
    sessionStorage.removeItem(storageKey(eventId));
  } catch {
    // see above
  }
}

// crypto.randomUUID() is there only on HTTPS and localhost.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
