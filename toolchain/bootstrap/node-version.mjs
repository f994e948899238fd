/**
 * @param version such as "20.19.1"
 * @param range npm's notation, as far as package.json uses it: "^A.B.C" and ">=A.B.C", joined by "||"
 */
export function satisfies(version, range) {
  return range.split("||").some((part) => satisfiesOne(numbers(version), part.trim()));
}

function satisfiesOne(found, part) {
  const match = /^(\^|>=)(\d+\.\d+\.\d+)$/.exec(part);
  if (match === null) throw new Error(`engines.node: cannot read "${part}"`);
  const wanted = numbers(match[2]);
  return compare(found, wanted) >= 0 && (match[1] === ">=" || found[0] === wanted[0]);
}

function numbers(version) {
  return version.split("-")[0].split(".").map(Number);
}

function compare(a, b) {
  const index = [0, 1, 2].find((i) => a[i] !== b[i]);
  return index === undefined ? 0 : a[index] - b[index];
}
