/** Words of a command, and what Compose leaves out of it. */
export interface Words {
  readonly words: readonly string[];
  /** What stands from the first `;`, `&`, `|`, `<` or `>` on: no shell runs the command, and Compose drops it. */
  readonly dropped: string;
}

/** The words that were read, and the one that is being read. */
class Reading {
  readonly words: string[] = [];
  /** The quote that has begun; empty outside of quotes. */
  quote = "";
  /** undefined between words: one in quotes may be empty. */
  #word: string | undefined;

  /** A letter in quotes, or the quote that ends them. */
  quoted(char: string): void {
    if (char === this.quote) this.quote = "";
    else this.add(char);
  }

  begin(quote: string): void {
    this.quote = quote;
    this.add("");
  }

  add(text: string): void {
    this.#word = (this.#word ?? "") + text;
  }

  endWord(): void {
    if (this.#word !== undefined) this.words.push(this.#word);
    this.#word = undefined;
  }
}

/**
 * Splits a command as Compose does: at blanks, with quotes and backslashes as in a shell, and no variables.
 * @returns undefined if a quote does not end
 */
export function wordsOf(command: string): Words | undefined {
  return split(command, /[;&|<>]/);
}

/** The same where the signs of a shell are letters like others, as for supervisord and systemd. @returns undefined if a quote does not end */
export function plainWords(command: string): readonly string[] | undefined {
  return split(command, undefined)?.words;
}

/** @param ends the sign that nothing is read from on */
function split(command: string, ends: RegExp | undefined): Words | undefined {
  const reading = new Reading();
  for (let index = 0; index < command.length; index += 1) {
    const char = command.charAt(index);
    if (char === "\\" && reading.quote !== "'") {
      index += 1;
      if (index >= command.length) return undefined;
      reading.add(command.charAt(index));
    } else if (reading.quote !== "") {
      reading.quoted(char);
    } else if (char === "'" || char === '"') {
      reading.begin(char);
    } else if (/\s/.test(char)) {
      reading.endWord();
    } else if (ends?.test(char) === true) {
      reading.endWord();
      return { words: reading.words, dropped: command.slice(index) };
    } else {
      reading.add(char);
    }
  }
  if (reading.quote !== "") return undefined;
  reading.endWord();
  return { words: reading.words, dropped: "" };
}
