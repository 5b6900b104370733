/** What a pretended call is refused with. */
import type { Refusal } from "../api/bindings";

export function refusal(code: Refusal["code"], message: string): Refusal {
  return { code, message };
}
