// What stands in a credential: a JSON Web Token (RFC 7519) in compact form. Whether it is genuine,
// the server checks.

export interface Credential {
  /** The customer whom it names. */
  readonly customer: string;
  /** Milliseconds since 1970; Infinity where it does not say. */
  readonly expiresAt: number;
}

/** Null for what is no credential. */
export function readCredential(token: string): Credential | null {
  try {
    const { sub, exp } = JSON.parse(textOf(token.split(".")[1]!)) as { readonly sub?: unknown; readonly exp?: unknown };
    if (typeof sub !== "string" || sub.trim() === "") return null;
    return { customer: sub.trim(), expiresAt: typeof exp === "number" ? exp * 1000 : Infinity };
  } catch {
    return null;
  }
}

/** `base64url`: RFC 4648, section 5, without padding. */
function textOf(base64url: string): string {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
}
