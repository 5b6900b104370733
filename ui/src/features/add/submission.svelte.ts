/**
 * Handing a form in.
 *
 * Owns whether that is under way, and why it was refused. Rule kept here: a form is handed in once at a time, and a reason
 * stays until the next try.
 */
export class Submission {
  busy = $state(false);
  refused = $state.raw<readonly string[]>([]);

  /** What came of it; nothing when it was refused as a whole. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.busy = true;
    this.refused = [];
    try {
      return await work();
    } catch (error) {
      this.refused = [error instanceof Error ? error.message : String(error)];
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
