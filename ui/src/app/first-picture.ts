/**
 * When there is something to see.
 *
 * Owns the one word to the program that the first rows are drawn; how long a start takes is measured by it. Rule kept
 * here: it is said when they can be seen, and once.
 */
import type { Backend } from "$lib/api/backend";

/** Gives what is to be called when the first rows are in the page. */
export function firstPicture(backend: Backend): () => void {
  let told = false;
  return () => {
    if (told) return;
    told = true;
    // What is in the page now is drawn after the next frame has begun, and before the one after it.
    requestAnimationFrame(() => requestAnimationFrame(() => void backend.drawn()));
  };
}
