import assert from "node:assert/strict";
import { simpleEscapes } from "./unit/unit-file.ts";

/**
 * The words of a line of ExecStart, as systemd.service(5) says: quotes, escapes, `%%` and `$$`. It knows no other specifier and no variable,
 * so a text that has one fails.
 */
export function systemdWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  // An escape, a quote, blanks, or any other letter.
  for (const [token] of line.matchAll(/\\x[\da-f]{2}|\\[^]|["']|[ \t\n\r]+|[^]/giu)) {
    const isQuote = quote === "" ? /^["']$/.test(token) : token === quote;
    if (isQuote) [quote, word] = [quote === "" ? token : "", word ?? ""];
    else if (quote !== "" || !/^[ \t\n\r]/.test(token)) word = `${word ?? ""}${unescaped(token)}`;
    else {
      if (word !== undefined) words.push(word);
      word = undefined;
    }
  }
  if (quote !== "") throw new Error(`a quote is open: ${line}`);
  return [...words, ...(word === undefined ? [] : [word])].map(literal);
}

function unescaped(token: string): string {
  if (!token.startsWith("\\")) return token;
  if (token.length === 4) return String.fromCharCode(Number.parseInt(token.slice(2), 16));
  return simpleEscapes[token.slice(1)] ?? assert.fail(`no escape: ${token}`);
}

function literal(word: string): string {
  const left = word.replaceAll("%%", "").replaceAll(/%h|%n|%N|%t/g, "");
  if (left.includes("%")) throw new Error(`a specifier: ${word}`);
  const dollars = word.replaceAll("$$", "");
  if (/\$(\w|\{)/.test(dollars)) throw new Error(`a variable: ${word}`);
  return word.replaceAll("%%", "%").replaceAll("$$", "$");
}
