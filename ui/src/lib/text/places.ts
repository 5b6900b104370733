/**
 * What a login is for.
 *
 * Owns the step from an address to its server. Refuses to judge: the engine reads the place and says why it cannot.
 */

/** Scheme, host and port of an address; the text itself where it is none. */
export function serverOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

/** Whether a password would travel there for all to read. */
export function isUnencrypted(place: string): boolean {
  return place.trim().toLowerCase().startsWith("http:");
}
