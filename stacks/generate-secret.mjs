// Prints a random text of letters and digits. Argument: its length.
import { randomInt } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const length = Number(process.argv[2]);

process.stdout.write(Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join(""));
