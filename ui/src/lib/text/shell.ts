/**
 * Command lines as bash reads them.
 *
 * Owns the quoting: what a browser's developer tools copy is read letter by letter. Refuses to run or look up anything: a
 * variable or a command inside a command is a fault. Rule kept here: a word means what bash would hand to the program.
 */

/** A command is over at its end, at `;`, `|` or a line's end. */
export interface Command {
  words: string[];
  /** Where its text ends. */
  end: number;
  /** What cannot be read without a shell. */
  fault: "variable" | "unclosed" | undefined;
}

const ESCAPES: Record<string, string> = {
  a: "\u0007",
  b: "\b",
  e: "\u001b",
  E: "\u001b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const NUMBERED = /^(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/;

/** What a `$` before it stands for is known to a shell alone. */
const NAMED = /[\w({[$?!#*@-]/;

/** Reads the command that begins at `start`. */
export function commandAt(text: string, start: number): Command {
  return new Reader(text, start).command();
}

class Reader {
  #words: string[] = [];
  /** The word under way; nothing between two words. */
  #word: string | undefined;
  #fault: Command["fault"];

  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  command(): Command {
    while (this.at < this.text.length && this.#fault === undefined && this.#step());
    this.#close();
    return { words: this.#words, end: this.at, fault: this.#fault };
  }

  /** Reads on; false where the command is over. */
  #step(): boolean {
    const letter = this.text[this.at] ?? "";
    if ("\r\n;|".includes(letter)) return this.#over(letter);
    this.at += 1;
    if (letter === " " || letter === "\t") this.#close();
    else if (letter === "\\") this.#escaped();
    else if (letter === "'") this.#take(this.#until("'"));
    else if (letter === '"') this.#doubled();
    else if (letter === "$" && this.#next("'")) this.#coded();
    else if (letter === "$" && this.#next('"')) this.#doubled();
    else if (letter === "`" || (letter === "$" && NAMED.test(this.text[this.at] ?? "")))
      this.#fault = "variable";
    else if (letter === "&" && this.#standsAlone()) return false;
    else this.#take(letter);
    return true;
  }

  #over(letter: string): false {
    if (letter === ";" || letter === "|") this.at += 1;
    return false;
  }

  /** People forget the quotes around an address: an `&` inside a word belongs to it. */
  #standsAlone(): boolean {
    return this.#word === undefined || /^$|\s/.test(this.text[this.at] ?? "");
  }

  #next(letter: string): boolean {
    if (this.text[this.at] !== letter) return false;
    this.at += 1;
    return true;
  }

  #take(letters: string): void {
    this.#word = (this.#word ?? "") + letters;
  }

  #close(): void {
    if (this.#word !== undefined) this.#words.push(this.#word);
    this.#word = undefined;
  }

  /** A line goes on after a backslash; any other letter is taken as it is. */
  #escaped(): void {
    const letter = this.text[this.at] ?? "";
    this.at += 1;
    if (letter === "\r" && this.#next("\n")) return;
    if (letter !== "\n") this.#take(letter);
  }

  #until(mark: string): string {
    const end = this.text.indexOf(mark, this.at);
    const inside = this.text.slice(this.at, end < 0 ? undefined : end);
    this.at = end < 0 ? this.text.length : end + 1;
    if (end < 0) this.#fault = "unclosed";
    return inside;
  }

  #doubled(): void {
    this.#take("");
    for (; this.at < this.text.length; this.at += 1) {
      const letter = this.text[this.at] ?? "";
      const next = this.text[this.at + 1] ?? "";
      if (letter === '"') return void (this.at += 1);
      if (letter === "`" || (letter === "$" && NAMED.test(next))) return void (this.#fault = "variable");
      if (letter === "\\" && '$`"\\\n'.includes(next) && next !== "") {
        this.at += 1;
        if (next !== "\n") this.#take(next);
      } else this.#take(letter);
    }
    this.#fault = "unclosed";
  }

  /** `$'…'`, in which a backslash begins a code. */
  #coded(): void {
    this.#take("");
    while (this.at < this.text.length) {
      const letter = this.text[this.at] ?? "";
      this.at += 1;
      if (letter === "'") return;
      this.#take(letter === "\\" ? this.#code() : letter);
    }
    this.#fault = "unclosed";
  }

  #code(): string {
    const numbered = NUMBERED.exec(this.text.slice(this.at, this.at + 9));
    if (numbered !== null) {
      this.at += numbered[0].length;
      const [, hex, short, long, octal] = numbered;
      const point = octal === undefined ? parseInt(hex ?? short ?? long ?? "", 16) : parseInt(octal, 8) & 255;
      return point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
    }
    const letter = this.text[this.at] ?? "";
    this.at += 1;
    if ("\\'\"?".includes(letter)) return letter;
    return ESCAPES[letter] ?? `\\${letter}`;
  }
}
